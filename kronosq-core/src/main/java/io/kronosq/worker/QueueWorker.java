package io.kronosq.worker;

import io.kronosq.event.TaskEventType;
import io.kronosq.handler.CancelCause;
import io.kronosq.handler.TaskRouter;
import io.kronosq.store.ClaimReply;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import io.kronosq.task.PayloadCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue of a worker: claims its tasks and settles their outcomes. Everything happens on the
 * store's loop, so nothing here is locked; {@link TaskRun.Host} is the part that handler threads
 * use.
 */
final class QueueWorker {
  /** Tasks of one claim at most; it bounds how long Redis is busy with one. */
  private static final int MAX_CLAIM = 100;

  /** Bytes that one claim should not exceed; it bounds memory when payloads are large. */
  private static final int MAX_CLAIM_BYTES = 4 * 1024 * 1024;

  private static final int MAX_SETTLED = TaskStore.MAX_BATCH / 2;
  private static final int MAX_IN_FLIGHT = 2;
  private static final int WORTH_A_SECOND_CALL = 32;
  private static final Duration WAKE_WAIT = Duration.ofSeconds(2);
  private static final Duration PAUSE_CHECK = Duration.ofSeconds(1);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

  /** Whether tasks are to be expected in the queue. */
  private enum Work {
    EXPECTED,
    NONE,
    /** The queue is paused, or the store failed; a timer ends this. */
    NOT_NOW
  }

  private final String queue;
  private final Worker worker;
  private final TaskStore store;
  private final OutcomePolicy policy;

  /** Tasks that this server holds under its present identity, until their outcome is stored. */
  private final Map<String, TaskRun> held = new HashMap<>();

  private final ArrayDeque<TaskRun> toSettle = new ArrayDeque<>();
  private final RunHost host = new RunHost();
  private final DueTimer dueTimer;
  private Work work = Work.NOT_NOW;
  private boolean joined;
  private int reserved;
  private int inFlight;
  private boolean suspect;
  private boolean backingOff;
  private boolean disconnected;
  private Duration backoff = FIRST_BACKOFF;
  private boolean waitingForWork;
  private boolean rearm;
  private long averageBytes = 1024;
  private volatile String server;
  private volatile long clockOffsetMillis;

  QueueWorker(String queue, Worker worker, TaskStore store, OutcomePolicy policy, String server) {
    this.queue = queue;
    this.worker = worker;
    this.store = store;
    this.policy = policy;
    this.server = server;
    dueTimer = new DueTimer(store.loop(), worker.time(), this::expectWork);
  }

  String queue() {
    return queue;
  }

  String server() {
    return server;
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
    server = newServer;
    joined = false;
    suspect = false;
    work = Work.NOT_NOW;
    return lost;
  }

  /** Whether one more slot would be used to claim a task. */
  boolean wantsSlot() {
    return joined && work == Work.EXPECTED && !suspect && !backingOff && reserved < MAX_CLAIM;
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

  /** Whether nothing is held, and nothing is under way. */
  boolean isDrained() {
    return held.isEmpty() && toSettle.isEmpty() && inFlight == 0;
  }

  /** The outcome of a run is decided and is to be stored. */
  void settle(TaskRun run) {
    if (held.get(run.id()) == run) {
      toSettle.add(run);
    }
  }

  /**
   * Sends what there is to send. A call goes out at once if none is under way; a second one only
   * when it is worth its round trip.
   */
  void send() {
    while (joined && !backingOff && !suspect && (reserved > 0 || !toSettle.isEmpty() || rearm)) {
      boolean worthIt = Math.max(reserved, toSettle.size()) >= WORTH_A_SECOND_CALL;
      if (inFlight >= MAX_IN_FLIGHT || (inFlight > 0 && !worthIt)) {
        return;
      }
      rearm = false;
      int claim = Math.min(reserved, claimSize());
      reserved -= claim;
      inFlight++;
      List<TaskRun> settling = nextSettled();
      String identity = server;
      store
          .claim(new ClaimRequest(queue, identity, claim, transitions(settling)))
          .whenComplete((reply, failure) -> answered(identity, claim, settling, reply, failure));
    }
  }

  private int claimSize() {
    return (int) Math.max(1, Math.min(MAX_CLAIM, MAX_CLAIM_BYTES / averageBytes));
  }

  private List<TaskRun> nextSettled() {
    List<TaskRun> settling = new ArrayList<>(Math.min(toSettle.size(), MAX_SETTLED));
    while (settling.size() < MAX_SETTLED && !toSettle.isEmpty()) {
      settling.add(toSettle.remove());
    }
    return settling;
  }

  private static List<Transition> transitions(List<TaskRun> settling) {
    List<Transition> transitions = new ArrayList<>(settling.size());
    for (TaskRun run : settling) {
      Outcome outcome = run.outcome();
      if (outcome != null && outcome.transition() != null) {
        transitions.add(outcome.transition());
      }
    }
    return transitions;
  }

  private void answered(
      String identity,
      int claim,
      List<TaskRun> settling,
      @Nullable ClaimReply reply,
      @Nullable Throwable failure) {
    inFlight--;
    if (reply == null) {
      worker.releaseSlots(claim);
      if (identity.equals(server)) {
        failed(settling, failure);
      }
    } else {
      backoff = FIRST_BACKOFF;
      disconnected = false;
      clockOffsetMillis = reply.now().toEpochMilli() - worker.time().now().toEpochMilli();
      settled(identity, settling, reply.refused());
      worker.releaseSlots(claim - reply.tasks().size());
      accept(identity, claim, reply);
      expectSettled(settling);
    }
    worker.pump();
  }

  /** A call that took nothing does not tell when what it stored is due, and nobody is woken. */
  private void expectSettled(List<TaskRun> settling) {
    if (work != Work.NONE) {
      return;
    }
    Duration earliest = WAKE_WAIT;
    for (TaskRun run : settling) {
      Outcome outcome = run.outcome();
      Transition transition = outcome == null ? null : outcome.transition();
      Duration delay =
          transition instanceof Transition.Retry retry
              ? retry.delay()
              : transition instanceof Transition.Postpone postpone ? postpone.delay() : WAKE_WAIT;
      if (delay.compareTo(earliest) < 0) {
        earliest = delay;
      }
    }
    if (earliest.compareTo(WAKE_WAIT) < 0) {
      dueTimer.earliest(earliest);
    }
  }

  private void failed(List<TaskRun> settling, @Nullable Throwable failure) {
    boolean sent = kind(failure) != StoreException.Kind.NOT_CONNECTED;
    for (int i = settling.size() - 1; i >= 0; i--) {
      TaskRun run = settling.get(i);
      if (sent) {
        run.markResent();
      }
      toSettle.addFirst(run);
    }
    // The call may have claimed tasks that we don't know of.
    suspect |= sent;
    backOff(failure);
  }

  private void backOff(@Nullable Throwable failure) {
    StoreException.Kind kind = kind(failure);
    if (backingOff || kind == StoreException.Kind.CLOSED) {
      return;
    }
    backingOff = true;
    worker.releaseSlots(giveBackReserved());
    worker.schedule(
        nextWait(kind, String.valueOf(cause(failure))),
        () -> {
          backingOff = false;
          if (suspect) {
            reconcile();
          } else {
            expectWork();
          }
        });
  }

  private Duration nextWait(StoreException.Kind kind, String why) {
    if (kind == StoreException.Kind.NOT_CONNECTED) {
      // The connection comes back by itself, and to look for it costs Redis nothing.
      if (!disconnected) {
        LOG.warn("Queue {} waits for the connection, then goes on: {}", queue, why);
      }
      disconnected = true;
      return FIRST_BACKOFF;
    }
    Duration wait = backoff;
    LOG.warn("Queue {} waits {} ms, then goes on: {}", queue, wait.toMillis(), why);
    Duration doubled = wait.multipliedBy(2);
    backoff = doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
    return wait;
  }

  private static StoreException.Kind kind(@Nullable Throwable failure) {
    return cause(failure) instanceof StoreException known
        ? known.kind()
        : StoreException.Kind.UNANSWERED;
  }

  private static @Nullable Throwable cause(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /**
   * Returns tasks that Redis has as active here but that never reached us, because the answer to
   * their claim was lost. Only while no call is under way, since that may be about to bring them.
   */
  private void reconcile() {
    if (inFlight > 0 || !joined) {
      worker.schedule(FIRST_BACKOFF, this::reconcileIfSuspect);
      return;
    }
    inFlight++;
    String identity = server;
    store
        .activeIds(queue, identity)
        .thenCompose(
            ids -> {
              List<Transition> unknown = new ArrayList<>();
              ids.stream()
                  .filter(id -> !held.containsKey(id))
                  .sorted()
                  .forEach(id -> unknown.add(new Transition.Return(id)));
              return store
                  .claim(
                      new ClaimRequest(
                          queue,
                          identity,
                          0,
                          unknown.subList(0, Math.min(unknown.size(), MAX_SETTLED))))
                  .thenApply(reply -> unknown.size() <= MAX_SETTLED);
            })
        .whenComplete(
            (complete, failure) -> {
              inFlight--;
              if (failure != null) {
                backOff(failure);
              } else {
                suspect = !complete && identity.equals(server);
                reconcileIfSuspect();
                expectWork();
              }
            });
  }

  private void reconcileIfSuspect() {
    if (suspect && !backingOff) {
      reconcile();
    }
  }

  /** Redis has more active tasks here than we know of. */
  void suspectLostTasks() {
    if (!suspect) {
      suspect = true;
      reconcile();
    }
  }

  boolean isQuiescent() {
    return inFlight == 0 && !suspect && !backingOff;
  }

  private void settled(String identity, List<TaskRun> settling, Set<String> refused) {
    for (TaskRun run : settling) {
      held.remove(run.id(), run);
      if (!refused.isEmpty() && refused.contains(run.id()) && !run.wasResent()) {
        worker.reporter().tell(TaskEventType.REFUSED, run, identity);
      } else {
        worker.reporter().outcomeStored(run, identity);
      }
    }
  }

  private void accept(String identity, int claim, ClaimReply reply) {
    if (!identity.equals(server)) {
      // Claimed under an identity that is lost: whoever recovers it has these tasks.
      worker.releaseSlots(reply.tasks().size());
      return;
    }
    if (reply.status() == ClaimReply.Status.FENCED) {
      worker.leaseLost(this);
      return;
    }
    if (reply.status() == ClaimReply.Status.PAUSED) {
      notNow(PAUSE_CHECK);
      return;
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
      bytes += task.envelope().length;
      TaskRun run = new TaskRun(queue, task, host, policy);
      if (held.putIfAbsent(task.id(), run) == null) {
        runs.add(run);
      } else {
        surplus++;
      }
    }
    averageBytes = (3 * averageBytes + bytes / tasks.size()) / 4 + 1;
    worker.releaseSlots(surplus);
    worker.start(runs);
  }

  private void notNow(Duration wait) {
    worker.releaseSlots(giveBackReserved());
    work = Work.NOT_NOW;
    worker.schedule(wait, this::expectWork);
  }

  private void idle(@Nullable Duration nextDueIn) {
    work = Work.NONE;
    worker.releaseSlots(giveBackReserved());
    if (nextDueIn != null && nextDueIn.compareTo(WAKE_WAIT) < 0) {
      dueTimer.earliest(nextDueIn);
    }
    waitForWork();
  }

  private void waitForWork() {
    if (waitingForWork || !worker.isRunning()) {
      return;
    }
    waitingForWork = true;
    store
        .awaitWork(queue, WAKE_WAIT)
        .whenComplete(
            (arrived, failure) -> {
              if (failure == null) {
                waitingForWork = false;
                // Where no slot is free, or the server is quiet, the claim without slots passes
                // the wake-up on.
                if (arrived && worker.isStopped()) {
                  store.claim(new ClaimRequest(queue, server, 0, List.of()));
                } else {
                  rearm = arrived;
                  expectWork();
                }
              } else {
                boolean away = kind(failure) == StoreException.Kind.NOT_CONNECTED;
                worker.schedule(
                    away ? FIRST_BACKOFF : LONGEST_BACKOFF,
                    () -> {
                      waitingForWork = false;
                      expectWork();
                    });
              }
            });
  }

  /** A task was just sent to the queue by this process. */
  void enqueuedHere() {
    if (work == Work.NONE) {
      expectWork();
    }
  }

  private void expectWork() {
    if (joined && worker.isRunning()) {
      work = Work.EXPECTED;
    }
    worker.pump();
  }

  /** What handler threads see of the queue's worker. */
  private final class RunHost implements TaskRun.Host {
    @Override
    public String server() {
      return server;
    }

    @Override
    public TaskRouter router() {
      return worker.router();
    }

    @Override
    public PayloadCodec codec() {
      return worker.codec();
    }

    @Override
    public Instant now() {
      return QueueWorker.this.now();
    }

    @Override
    public long nanos() {
      return worker.time().nanos();
    }

    @Override
    public void started(TaskRun run) {
      worker.runStarted(run, server);
    }

    @Override
    public void ended(TaskRun run) {
      worker.runEnded(QueueWorker.this, run);
    }
  }
}
