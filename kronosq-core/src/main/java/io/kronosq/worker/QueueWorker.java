package io.kronosq.worker;

import io.kronosq.handler.CancelCause;
import io.kronosq.store.ClaimReply;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a queue: claims its tasks and settles their outcomes. Everything happens on the
 * store's loop, so nothing here is locked; {@link RunHost} is the part that handler threads use.
 */
final class QueueWorker {
  /** Tasks of one claim at most; it bounds how long Redis is busy with one. */
  private static final int MAX_CLAIM = 100;

  /** Bytes that one claim should not exceed; it bounds memory when payloads are large. */
  private static final int MAX_CLAIM_BYTES = 4 * 1024 * 1024;

  private static final int MAX_IN_FLIGHT = 2;
  private static final int WORTH_A_SECOND_CALL = 32;
  private static final Duration PAUSE_CHECK = Duration.ofSeconds(1);

  /** Whether tasks are to be expected. */
  private enum Work {
    EXPECTED,
    NONE,
    /** The queue is paused, or the store failed; a timer ends this. */
    NOT_NOW
  }

  private final String queue;
  private final String partition;
  private final Worker worker;
  private final QueueSlots slots;
  private final TaskStore store;
  private final Lease lease;

  /** Tasks that this server holds under its present identity, until their outcome is stored. */
  private final Map<String, TaskRun> held = new HashMap<>();

  private final UnsettledRuns toSettle = new UnsettledRuns();
  private final RunHost host;
  private final NotesWriter notes;
  private final WorkSignal signal;
  private final LostClaims lostClaims;
  private final Backoff backoff;
  private final DueTimer dueTimer;
  private Work work = Work.NOT_NOW;
  private boolean joined;
  private boolean retired;
  private int reserved;
  private int inFlight;
  private boolean backingOff;
  private boolean rearm;

  /** What the last call that took tasks said of them. */
  private ClaimReply.Status claimed = ClaimReply.Status.OPEN;

  private long averageBytes = 1024;

  // By TimeSource.nanos, for those who watch over the server.
  private long movedAt;
  private @Nullable Long claimedAt;

  private long pending;
  private volatile String server = Lease.newServerId();
  private volatile long clockOffsetMillis;

  /**
   * @param queue the queue's name
   * @param partition the name by which the store knows the partition
   * @param worker the server
   * @param slots the queue's
   */
  QueueWorker(String queue, String partition, Worker worker, QueueSlots slots) {
    this.queue = queue;
    this.partition = partition;
    this.worker = worker;
    this.slots = slots;
    store = worker.store();
    lease = new Lease(store, worker, this);
    host = new RunHost(this, worker);
    notes = new NotesWriter(this, worker);
    signal = new WorkSignal(this, worker);
    lostClaims = new LostClaims(this, worker);
    backoff = new Backoff(partition);
    dueTimer = new DueTimer(store.loop(), worker.time(), this::expectWork);
    moved();
  }

  String queue() {
    return queue;
  }

  String partition() {
    return partition;
  }

  /** Those of all partitions of the queue. */
  QueueSlots slots() {
    return slots;
  }

  /** The server's identity for the partition. */
  String server() {
    return server;
  }

  Lease lease() {
    return lease;
  }

  NotesWriter notes() {
    return notes;
  }

  boolean holds(String id) {
    return held.containsKey(id);
  }

  /** Whether the run is the one that counts for its task. */
  boolean holds(TaskRun run) {
    return held.get(run.id()) == run;
  }

  Collection<TaskRun> held() {
    return held.values();
  }

  /** Redis' clock, as far as this server knows it. */
  Instant now() {
    return worker.time().now().plusMillis(clockOffsetMillis);
  }

  /** The lease is there, so tasks can be claimed. */
  void joined() {
    joined = true;
    work = Work.EXPECTED;
    worker.bringLimits(this);
    worker.pump();
  }

  /**
   * Another server may have our tasks: nothing that is running counts any more.
   *
   * @param newServer the identity to go on with
   * @return the runs that were told to stop
   */
  List<TaskRun> leaseLost(String newServer) {
    // A run whose outcome is decided has ended, or is about to report that it has.
    List<TaskRun> lost = held.values().stream().filter(run -> run.outcome() == null).toList();
    lost.forEach(run -> run.cancel(CancelCause.LEASE_LOST));
    held.clear();
    toSettle.clear();
    notes.leaseLost();
    server = newServer;
    joined = false;
    slots.unused(giveBackReserved());
    lostClaims.forget();
    pending = 0;
    work = Work.NOT_NOW;
    return lost;
  }

  /** Whether one more slot would be used to claim a task. */
  boolean wantsSlot() {
    return work == Work.EXPECTED && joined && !retired && mayCall() && reserved < MAX_CLAIM;
  }

  private boolean mayCall() {
    return !backingOff && !lostClaims.areSuspected();
  }

  /** Takes a slot for a claim. */
  void reserve() {
    reserved++;
  }

  /** Gives back slots that no claim under way uses. */
  int giveBackReserved() {
    int given = reserved;
    reserved = 0;
    return given;
  }

  /**
   * Whether the partition is none any more: nothing is left in it, so nothing is claimed from it.
   *
   * @param value false when it is one again
   */
  void retire(boolean value) {
    retired = value;
    if (retired) {
      slots.unused(giveBackReserved());
    }
  }

  /** Something happened that leads to the next claim. */
  void moved() {
    movedAt = worker.time().nanos();
  }

  /** When something last led to the next claim, by elapsed time in ns. */
  long movedAt() {
    return movedAt;
  }

  /** When a claim was last answered, by elapsed time in ns; null for never. */
  @Nullable Long claimedAt() {
    return claimedAt;
  }

  boolean isJoined() {
    return joined;
  }

  /** Whether nothing but a slot is missing for the next claim. */
  boolean waitsForSlot() {
    return wantsSlot() && reserved == 0 && inFlight == 0;
  }

  boolean isRetired() {
    return retired;
  }

  /** Gives the lease up; whoever serves the partition again does so as somebody else. */
  CompletionStage<Void> leave() {
    joined = false;
    return lease.leave();
  }

  /** Whether nothing is held, and nothing is under way. */
  boolean isDrained() {
    return held.isEmpty() && toSettle.isEmpty() && inFlight == 0;
  }

  /** The outcome of a run is decided and is to be stored. */
  void settle(TaskRun run) {
    if (holds(run) && !notes.holdsBack(run)) {
      toSettle.add(run);
      // The call that stores the outcome makes room, and can use it at once.
      if (work == Work.NONE && isLimited(claimed) && joined && worker.isRunning()) {
        work = Work.EXPECTED;
      }
    }
  }

  /**
   * Sends what there is to send. A call goes out at once if none is under way; a second one only
   * when it is worth its round trip.
   */
  void send() {
    while ((reserved > 0 || !toSettle.isEmpty() || rearm) && joined && mayCall()) {
      boolean worthIt = Math.max(reserved, toSettle.size()) >= WORTH_A_SECOND_CALL;
      if (inFlight >= MAX_IN_FLIGHT || (inFlight > 0 && !worthIt)) {
        return;
      }
      rearm = false;
      int claim = Math.min(reserved, claimSize());
      reserved -= claim;
      inFlight++;
      List<TaskRun> settling = toSettle.next();
      String identity = server;
      store
          .claim(new ClaimRequest(partition, identity, claim, UnsettledRuns.transitions(settling)))
          .whenComplete((reply, failure) -> answered(identity, claim, settling, reply, failure));
    }
  }

  private int claimSize() {
    return (int) Math.max(1, Math.min(MAX_CLAIM, MAX_CLAIM_BYTES / averageBytes));
  }

  private void answered(
      String identity,
      int claim,
      List<TaskRun> settling,
      @Nullable ClaimReply reply,
      @Nullable Throwable failure) {
    inFlight--;
    moved();
    if (reply == null) {
      slots.unused(claim);
      if (identity.equals(server)) {
        failed(settling, failure);
      }
    } else {
      backoff.reset();
      clockOffsetMillis = reply.now().toEpochMilli() - worker.time().now().toEpochMilli();
      settled(identity, settling, reply.refused());
      slots.unused(claim - reply.tasks().size());
      accept(identity, claim, reply);
      expectSettled(settling);
    }
    worker.pump();
  }

  /** A call that took nothing does not tell when what it stored is due, and nobody is woken. */
  private void expectSettled(List<TaskRun> settling) {
    Duration due = work == Work.NONE ? UnsettledRuns.firstDue(settling) : null;
    if (due != null && due.compareTo(WorkSignal.WAIT) < 0) {
      dueTimer.earliest(due);
    }
  }

  private void failed(List<TaskRun> settling, @Nullable Throwable failure) {
    boolean sent = Backoff.kind(failure) != StoreException.Kind.NOT_CONNECTED;
    toSettle.putBack(settling, sent);
    if (sent) {
      lostClaims.suspect();
    }
    backOff(failure);
  }

  void backOff(@Nullable Throwable failure) {
    if (backingOff || Backoff.kind(failure) == StoreException.Kind.CLOSED) {
      return;
    }
    backingOff = true;
    slots.unused(giveBackReserved());
    worker.schedule(
        backoff.after(failure),
        () -> {
          backingOff = false;
          if (lostClaims.areSuspected()) {
            lostClaims.reconcile();
          } else {
            expectWork();
          }
        });
  }

  boolean isBackingOff() {
    return backingOff;
  }

  /** Redis has more active tasks here than we know of. */
  void suspectLostTasks() {
    if (!lostClaims.areSuspected()) {
      lostClaims.suspect();
      lostClaims.reconcile();
    }
  }

  /** Whether a call may be made that no other one must be under way with. */
  boolean isAlone() {
    return joined && inFlight == 0;
  }

  /** Such a call begins. */
  void callBegins() {
    inFlight++;
  }

  /** Such a call has ended. */
  void callEnded() {
    inFlight--;
  }

  boolean isQuiescent() {
    return inFlight == 0 && mayCall();
  }

  private void settled(String identity, List<TaskRun> settling, Set<String> refused) {
    for (TaskRun run : settling) {
      held.remove(run.id(), run);
      if (!refused.isEmpty() && refused.contains(run.id()) && !run.wasResent()) {
        worker.reporter().refused(run, identity);
      } else {
        worker.reporter().outcomeStored(run, identity);
      }
    }
  }

  private void accept(String identity, int claim, ClaimReply reply) {
    if (!identity.equals(server)) {
      // Claimed under an identity that is lost: whoever recovers it has these tasks.
      slots.unused(reply.tasks().size());
      return;
    }
    pending = mayBeTaken(reply.status()) ? reply.pendingLeft() : 0;
    if (reply.status() == ClaimReply.Status.FENCED) {
      worker.leaseLost(this);
      return;
    }
    if (reply.status() == ClaimReply.Status.PAUSED) {
      notNow(PAUSE_CHECK);
      return;
    }
    if (claim > 0) {
      claimed = reply.status();
      claimedAt = movedAt;
    }
    if (!reply.tasks().isEmpty()) {
      start(reply.tasks());
    }
    if (reply.pendingLeft() > 0) {
      work = work == Work.NOT_NOW ? work : Work.EXPECTED;
    } else if (claim > 0 && work == Work.EXPECTED && joined) {
      idle(reply.nextDueIn());
    }
  }

  private void start(List<ClaimedTask> tasks) {
    List<TaskRun> runs = new ArrayList<>(tasks.size());
    long bytes = 0;
    int surplus = 0;
    for (ClaimedTask task : tasks) {
      byte[] checkpoint = task.checkpoint();
      bytes += task.envelope().length + (checkpoint == null ? 0 : checkpoint.length);
      TaskRun run = new TaskRun(queue, task, host, worker.policy());
      if (held.putIfAbsent(task.id(), run) == null) {
        runs.add(run);
      } else {
        surplus++;
      }
    }
    averageBytes = (3 * averageBytes + bytes / tasks.size()) / 4 + 1;
    slots.unused(surplus);
    worker.start(runs);
  }

  private void notNow(Duration wait) {
    slots.unused(giveBackReserved());
    work = Work.NOT_NOW;
    worker.schedule(wait, this::expectWork);
  }

  private void idle(@Nullable Duration nextDueIn) {
    work = Work.NONE;
    slots.unused(giveBackReserved());
    if (nextDueIn != null && nextDueIn.compareTo(WorkSignal.WAIT) < 0) {
      dueTimer.earliest(nextDueIn);
    }
    signal.await();
  }

  /**
   * There may be work.
   *
   * @param byMarker whether a marker said so, which is to be renewed for others
   */
  void woken(boolean byMarker) {
    rearm |= byMarker;
    expectWork();
  }

  /** A task was just sent to the queue by this process. */
  void enqueuedHere() {
    if (work == Work.NONE) {
      if (claimed != ClaimReply.Status.LIMITED) {
        expectWork();
      }
    } else {
      worker.scaler().enqueuedHere(this);
    }
  }

  /** Tasks that could be taken, as far as this server knows. */
  long pending() {
    return pending;
  }

  /** Has the next call tell the backlog, even if it has nothing else to do. */
  void askBacklog() {
    rearm = true;
  }

  private static boolean mayBeTaken(ClaimReply.Status status) {
    return status != ClaimReply.Status.PAUSED && status != ClaimReply.Status.FENCED;
  }

  private static boolean isLimited(ClaimReply.Status status) {
    return status == ClaimReply.Status.LIMITED || status == ClaimReply.Status.LIMITED_KEYS;
  }

  void expectWork() {
    moved();
    if (joined && worker.isRunning()) {
      work = Work.EXPECTED;
    }
    worker.pump();
  }
}
