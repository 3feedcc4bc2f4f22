package io.kronosq.worker;

import io.kronosq.event.TaskEventType;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.store.Answers;
import io.kronosq.store.ClaimReply;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.LimitTarget;
import io.kronosq.store.NewNotes;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import io.kronosq.task.Limits;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.TaskRef;
import io.kronosq.trace.TracePropagator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One partition of a queue, for a {@link SteppedWorker}: takes one task at a time. */
final class SteppedPartition implements TaskRun.Host {
  /** Nobody renews it, and the store's clock may be moved far. */
  private static final Duration LEASE = Duration.ofDays(36_500);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final String queue;
  private final String partition;
  private final SteppedWorker worker;
  private final TaskStore store;
  private final String server = Lease.newServerId();
  private final Queue<CompletableFuture<?>> notesUnderWay = new ConcurrentLinkedQueue<>();
  private CompletableFuture<Void> ended = new CompletableFuture<>();
  private Executor executor = Runnable::run;
  private @Nullable Instant nextDue;
  private volatile Duration clockOffset = Duration.ZERO;
  private volatile @Nullable TaskRun running;

  SteppedPartition(String queue, String partition, SteppedWorker worker) {
    this.queue = queue;
    this.partition = partition;
    this.worker = worker;
    store = worker.store();
  }

  void join() {
    Answers.await(store.join(partition, server, LEASE));
    LimitSettings brought = worker.settings().queueLimits().get(queue);
    if (brought != null) {
      bring(new LimitTarget.Queue(true), brought.queue());
      bring(new LimitTarget.EachKey(true), brought.keys());
    }
  }

  private void bring(LimitTarget target, Limits limits) {
    if (!limits.isNone()) {
      Answers.await(store.limits().set(partition, target, limits));
    }
  }

  void leave() {
    Answers.await(store.leave(partition, server));
  }

  long expire() {
    return Answers.await(store.expire(partition, worker.settings().failures().archive()));
  }

  /** When the next task is due, if there was none the last time; else null. */
  @Nullable Instant nextDue() {
    return nextDue;
  }

  /** Runs one task; null when none is due. */
  @Nullable RunResult runOne() {
    ClaimReply reply = claim(1, List.of());
    if (reply.tasks().isEmpty()) {
      Duration wait = reply.nextDueIn();
      nextDue = wait == null ? null : reply.now().plus(wait);
      return null;
    }
    nextDue = null;
    return run(reply.tasks().get(0));
  }

  private ClaimReply claim(int most, List<Transition> settled) {
    ClaimReply reply =
        Answers.await(store.claim(new ClaimRequest(partition, server, most, settled)));
    clockOffset = Duration.between(worker.time().now(), reply.now());
    return reply;
  }

  private RunResult run(ClaimedTask claimed) {
    RememberingPolicy policy = new RememberingPolicy(worker.settings().failures());
    TaskRun run = new TaskRun(queue, claimed, this, policy);
    CallerThread thread = new CallerThread();
    executor = thread;
    ended = new CompletableFuture<>();
    running = run;
    try {
      run.run();
      await(ended, run, thread);
    } finally {
      running = null;
    }
    for (CompletableFuture<?> notes = notesUnderWay.poll();
        notes != null;
        notes = notesUnderWay.poll()) {
      await(notes, run, thread);
    }
    return settle(run, Objects.requireNonNull(run.outcome()), policy);
  }

  private static void await(CompletableFuture<?> signal, TaskRun run, CallerThread thread) {
    try {
      if (!thread.runUntil(signal, LONGEST_WAIT)) {
        throw new IllegalStateException(
            "The handler of task "
                + run.id()
                + " ("
                + EventReporter.typeOf(run)
                + ") returned, but what it left to others is not done after "
                + LONGEST_WAIT.toSeconds()
                + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for task " + run.id(), e);
    }
  }

  private RunResult settle(TaskRun run, Outcome outcome, RememberingPolicy policy) {
    Transition transition = Objects.requireNonNull(outcome.transition());
    boolean refused = claim(0, List.of(transition)).refused().contains(run.id());
    if (refused) {
      worker.reporter().tell(TaskEventType.REFUSED, run, server);
    } else {
      worker.reporter().outcomeStored(run, server);
    }
    return new RunResult(
        new TaskRef(queue, run.id()),
        EventReporter.typeOf(run),
        refused ? RunResult.Kind.REFUSED : kind(outcome.kind()),
        run.log().retried() + 1,
        policy.failure,
        transition instanceof Transition.Retry retry ? retry.delay() : null,
        transition instanceof Transition.Retain ? run.encodedResult() : null,
        now());
  }

  private static RunResult.Kind kind(Outcome.Kind kind) {
    return switch (kind) {
      case SUCCEEDED -> RunResult.Kind.SUCCEEDED;
      case RETRIED -> RunResult.Kind.RETRIED;
      case ARCHIVED -> RunResult.Kind.ARCHIVED;
      case UNHANDLED -> RunResult.Kind.UNHANDLED;
      case RETURNED, DROPPED ->
          throw new IllegalStateException("A stepped worker neither stops nor loses its lease");
    };
  }

  /** Cancels the handler that runs, if its time is over. On any thread. */
  void timePassed() {
    TaskRun run = running;
    TaskRun.Limit limit = run == null ? null : run.limit();
    if (run != null && limit != null && limit.at() - nanos() <= 0) {
      run.cancel(limit.cause());
    }
  }

  @Override
  public String server() {
    return server;
  }

  @Override
  public TaskRouter router() {
    return worker.handling().router();
  }

  @Override
  public PayloadCodec codec() {
    return worker.handling().codec();
  }

  @Override
  public TracePropagator propagator() {
    return worker.handling().propagator();
  }

  @Override
  public Instant now() {
    return worker.time().now().plus(clockOffset);
  }

  @Override
  public long nanos() {
    return worker.time().nanos();
  }

  @Override
  public Executor executor() {
    return executor;
  }

  @Override
  public void started(TaskRun run) {
    worker.reporter().tell(TaskEventType.STARTED, run, server);
  }

  @Override
  public void told(TaskRun run) {
    RunNotes notes = Objects.requireNonNull(run.notes());
    RunNotes.Taken taken = notes.take(run.id());
    notesUnderWay.add(
        store
            .note(partition, server, List.of(taken.notes()))
            .handle(
                (refused, failure) -> {
                  notes.done();
                  complete(taken, refused, failure);
                  return null;
                })
            .toCompletableFuture());
  }

  private static void complete(
      RunNotes.Taken taken, @Nullable Set<String> refused, @Nullable Throwable failure) {
    NewNotes notes = taken.notes();
    if (failure == null && (refused == null || !refused.contains(notes.id()))) {
      taken.promises().forEach(promise -> promise.complete(null));
    } else {
      StoreException reason =
          new StoreException(
              StoreException.Kind.REFUSED,
              "What the handler of task " + notes.id() + " told is not stored",
              failure);
      taken.promises().forEach(promise -> promise.completeExceptionally(reason));
    }
  }

  @Override
  public void ended(TaskRun run) {
    ended.complete(null);
  }

  /** Keeps the failure, of which an outcome has only the text. */
  private static final class RememberingPolicy extends OutcomePolicy {
    private @Nullable Throwable failure;

    RememberingPolicy(ServerSettings.FailureSettings settings) {
      super(settings);
    }

    @Override
    Outcome decide(TaskRun run, @Nullable Throwable thrown, HandlerOptions options) {
      failure = thrown;
      return super.decide(run, thrown, options);
    }
  }
}
