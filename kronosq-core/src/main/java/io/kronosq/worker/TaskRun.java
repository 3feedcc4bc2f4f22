package io.kronosq.worker;

import io.kronosq.handler.AsyncTaskHandler;
import io.kronosq.handler.BatchFailureException;
import io.kronosq.handler.BatchItem;
import io.kronosq.handler.CancelCause;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.TaskCancelledException;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskRouter;
import io.kronosq.store.AttemptLogCodec;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.NotesCodec;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadContext;
import io.kronosq.task.PayloadException;
import io.kronosq.task.PayloadTransforms;
import io.kronosq.task.TaskRef;
import io.kronosq.trace.TracePropagator;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one task: its context for the handler, its cancellation, and its outcome. The
 * outcome is decided once, either when the handler ends or when the run is given up on.
 */
final class TaskRun implements TaskContext, Runnable {
  /** What a run needs of its server. */
  interface Host {
    /** The server's identity for the queue. */
    String server();

    TaskRouter router();

    PayloadCodec codec();

    TracePropagator propagator();

    /** Redis' clock, as far as this server knows it. */
    Instant now();

    /** Elapsed time in ns. */
    long nanos();

    /** Runs handlers, and never rejects what goes on with them. */
    Executor executor();

    /**
     * The handler is about to start; a limit other than null is to be watched. Called on the
     * handler's thread.
     */
    void started(TaskRun run);

    /** The handler told something that is to be stored. Called on any of its threads. */
    void told(TaskRun run);

    /** The outcome is decided. Called on the thread on which the handler ended. */
    void ended(TaskRun run);
  }

  /** A limit beyond it is none in practice, and would not fit into ns. */
  private static final Duration LONGEST_WATCH = Duration.ofDays(36_500);

  private enum Phase {
    READY,
    RUNNING,
    DECIDED
  }

  private final String queue;
  private final ClaimedTask claimed;
  private final Host host;
  private final OutcomePolicy policy;

  // Set by the handler's thread before it is told of by Host.started.
  private @Nullable Envelope envelope;

  private volatile @Nullable BatchRun batch;
  private AttemptLog log = AttemptLog.NONE;
  private HandlerOptions options = HandlerOptions.DEFAULT;
  private byte @Nullable [] payload;
  private byte @Nullable [] result;
  private volatile long startedAt;
  private volatile long endedAt;
  private volatile @Nullable Limit limit;

  private final AtomicReference<@Nullable RunNotes> notes = new AtomicReference<>();

  /** Guards phase, thread, cancelCause and onCancel. */
  private final Object lock = new Object();

  private Phase phase = Phase.READY;
  private @Nullable Thread thread;
  private List<Runnable> onCancel = List.of();
  private volatile @Nullable CancelCause cancelCause;
  private volatile long cancelledAt;
  private volatile @Nullable Outcome outcome;

  // Loop only.
  private boolean resent;

  /**
   * When a run is to be cancelled.
   *
   * @param at by {@link Host#nanos}
   * @param instant by Redis' clock
   * @param cause timeout or deadline
   */
  record Limit(long at, Instant instant, CancelCause cause) {}

  TaskRun(String queue, ClaimedTask claimed, Host host, OutcomePolicy policy) {
    this.queue = queue;
    this.claimed = claimed;
    this.host = host;
    this.policy = policy;
  }

  /**
   * Runs the handler on the calling thread. Of an asynchronous one that is the start; it ends on
   * the thread that completes its stage.
   */
  @Override
  public void run() {
    if (begin()) {
      AsyncTaskHandler handler;
      TracePropagator.Scope scope;
      try {
        handler = prepare();
        host.started(this);
        scope =
            host.propagator()
                .attach(
                    new TaskRef(queue, claimed.id()),
                    type(),
                    log.retried() + log.crashes() + 1,
                    headers());
      } catch (Throwable t) {
        end(t);
        return;
      }
      call(handler, scope);
    }
  }

  private boolean begin() {
    synchronized (lock) {
      if (phase != Phase.READY) {
        return false;
      }
      phase = Phase.RUNNING;
      thread = Thread.currentThread();
      return true;
    }
  }

  private AsyncTaskHandler prepare() {
    Envelope task = EnvelopeCodec.decode(claimed.envelope());
    envelope = task;
    log = AttemptLogCodec.decode(claimed.attempts());
    TaskRouter.Route route = host.router().find(task.type());
    if (route == null) {
      throw new UnknownTypeException(task.type());
    }
    options = route.options();
    startedAt = host.nanos();
    limit = limitOf(task);
    throwIfCancelled();
    if (task.batch()) {
      openBatch();
    } else {
      payload = transforms().undo(task.payload(), PayloadContext.payload(task.type()));
    }
    return route.handler();
  }

  private void call(AsyncTaskHandler handler, TracePropagator.Scope scope) {
    CompletionStage<?> stage;
    try {
      stage = handler.handle(this);
    } catch (Throwable failure) {
      finish(scope, null, failure);
      return;
    }
    // A subclass may not let itself be asked.
    if (stage.getClass() == CompletableFuture.class && stage.toCompletableFuture().isDone()) {
      finish(scope, stage.toCompletableFuture());
    } else {
      TracePropagator.Scope rest = scope.detach();
      leaveThread();
      stage.whenComplete((value, failure) -> finish(rest, value, failure));
    }
  }

  private void finish(TracePropagator.Scope scope, CompletableFuture<?> done) {
    @Nullable Object value;
    try {
      value = done.join();
    } catch (CompletionException | CancellationException failure) {
      finish(scope, null, failure);
      return;
    }
    finish(scope, value, null);
  }

  private void finish(
      TracePropagator.Scope scope, @Nullable Object value, @Nullable Throwable failure) {
    Throwable known;
    try {
      known = failureOf(value, failure);
      if (known != null) {
        scope.failed(known);
      }
      scope.end();
    } catch (Throwable t) {
      known = t;
    }
    end(known);
  }

  private @Nullable Throwable failureOf(@Nullable Object value, @Nullable Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return failureOf(value, failure.getCause());
    }
    if (failure instanceof BatchFailureException parts) {
      return openBatch().withFailed(parts);
    }
    if (failure != null) {
      return failure;
    }
    if (value != null) {
      result(value);
    }
    BatchRun known = batch;
    return known == null ? null : known.failure();
  }

  private @Nullable Limit limitOf(Envelope task) {
    Duration timeout = task.timeout();
    Instant deadline = task.deadline();
    if (timeout.isZero() && deadline == null) {
      return null;
    }
    Instant now = host.now();
    Instant timeoutAt = timeout.isZero() ? Instant.MAX : now.plus(timeout);
    boolean byDeadline = deadline != null && deadline.isBefore(timeoutAt);
    Instant earliest = byDeadline && deadline != null ? deadline : timeoutAt;
    Duration wait = Duration.between(now, earliest);
    long left = wait.compareTo(LONGEST_WATCH) > 0 ? LONGEST_WATCH.toNanos() : wait.toNanos();
    Limit found =
        new Limit(
            startedAt + left, earliest, byDeadline ? CancelCause.DEADLINE : CancelCause.TIMEOUT);
    if (left <= 0) {
      cancel(found.cause());
    }
    return found;
  }

  private void end(@Nullable Throwable failure) {
    endedAt = host.nanos();
    boolean decides;
    synchronized (lock) {
      decides = phase == Phase.RUNNING;
      phase = Phase.DECIDED;
      onCancel = List.of();
      leaveThread();
    }
    if (decides) {
      outcome = decide(failure);
    }
    host.ended(this);
  }

  private void leaveThread() {
    synchronized (lock) {
      if (thread != null) {
        thread = null;
        // The interrupt was for this handler; the thread goes on with another one, or back to the
        // server's pool.
        Thread.interrupted();
      }
    }
  }

  private Outcome decide(@Nullable Throwable failure) {
    try {
      return policy.decide(this, failure, options);
    } catch (RuntimeException broken) {
      // The retry policy or the failure predicate is the application's; its mistake must not cost
      // the task.
      Throwable cause = failure == null ? broken : failure;
      if (cause != broken) {
        cause.addSuppressed(broken);
      }
      return policy.decide(this, cause, HandlerOptions.DEFAULT);
    }
  }

  /**
   * Tells the handler to stop. The first cause counts.
   *
   * @return whether the handler is running and did not know yet
   */
  boolean cancel(CancelCause cause) {
    List<Runnable> actions;
    synchronized (lock) {
      if (cancelCause != null || phase == Phase.DECIDED) {
        return false;
      }
      cancelCause = cause;
      cancelledAt = host.nanos();
      if (thread != null && thread != Thread.currentThread()) {
        thread.interrupt();
      }
      actions = onCancel;
      onCancel = List.of();
    }
    actions.forEach(executor()::execute);
    return true;
  }

  /**
   * Gives up on a handler that is not done, or never began. Whatever it does later is ignored.
   *
   * @return whether the outcome was still open
   */
  boolean abandon() {
    synchronized (lock) {
      boolean open = phase != Phase.DECIDED;
      phase = Phase.DECIDED;
      return open;
    }
  }

  boolean isRunning() {
    synchronized (lock) {
      return phase == Phase.RUNNING;
    }
  }

  /** Whether the handler has not returned. */
  boolean holdsThread() {
    synchronized (lock) {
      return thread != null;
    }
  }

  /** The thread that the handler holds; null when it has returned. */
  @Nullable String threadName() {
    synchronized (lock) {
      return thread == null ? null : thread.getName();
    }
  }

  String id() {
    return claimed.id();
  }

  String server() {
    return host.server();
  }

  Instant now() {
    return host.now();
  }

  AttemptLog log() {
    return log;
  }

  /** The envelope, or null while it is not decoded, or when it can't be. */
  @Nullable Envelope envelope() {
    return envelope;
  }

  /** What the handler told; null when it told nothing. */
  @Nullable RunNotes notes() {
    return notes.get();
  }

  byte @Nullable [] encodedResult() {
    return result;
  }

  @Nullable Limit limit() {
    return limit;
  }

  @Nullable CancelCause cancelCause() {
    return cancelCause;
  }

  /** When it was cancelled, by {@link Host#nanos}; meaningless unless it was. */
  long cancelledAt() {
    return cancelledAt;
  }

  /** How long the handler has been running, or ran; null when it was not started. */
  @Nullable Duration runtime() {
    if (startedAt == 0) {
      return null;
    }
    return Duration.ofNanos((endedAt == 0 ? host.nanos() : endedAt) - startedAt);
  }

  /** When the handler was started, by Redis' clock. */
  Instant runningSince() {
    return host.now().minusNanos(host.nanos() - startedAt);
  }

  /** The outcome; null before it is decided, and for an abandoned run. */
  @Nullable Outcome outcome() {
    return outcome;
  }

  void outcome(Outcome decided) {
    outcome = decided;
  }

  HandlerOptions options() {
    return options;
  }

  /** The outcome was sent, but no answer came: a refusal then means that it had been stored. */
  void markResent() {
    resent = true;
  }

  boolean wasResent() {
    return resent;
  }

  private Envelope task() {
    Envelope task = envelope;
    if (task == null) {
      throw new IllegalStateException("The context is for the handler, once it runs");
    }
    return task;
  }

  @Override
  public String taskId() {
    return claimed.id();
  }

  @Override
  public String type() {
    return task().type();
  }

  @Override
  public String queue() {
    return queue;
  }

  @Override
  public List<BatchItem> batch() {
    return openBatch().items();
  }

  private BatchRun openBatch() {
    synchronized (lock) {
      BatchRun known = batch;
      if (known == null) {
        known = openBatch(task());
        batch = known;
      }
      return known;
    }
  }

  private BatchRun openBatch(Envelope task) {
    return task.batch()
        ? BatchRun.of(task, host.codec(), transforms())
        : BatchRun.single(claimed.id(), task, payload(), host.codec());
  }

  /** What is left of a batch of which a part failed; null when that is all of it. */
  byte @Nullable [] left(Throwable failure) {
    Envelope known = envelope;
    return failure instanceof BatchFailureException parts && known != null && known.batch()
        ? openBatch().left(parts)
        : null;
  }

  @Override
  public byte[] payload() {
    if (task().batch()) {
      throw new PayloadException(
          "Task "
              + claimed.id()
              + " of type '"
              + type()
              + "' is a batch; its handler must take the payloads of TaskContext.batch()");
    }
    byte[] known = payload;
    if (known == null) {
      throw new IllegalStateException("The context is for the handler, once it runs");
    }
    return known;
  }

  @Override
  public <T> T payload(Class<T> type) {
    return cast("payload", payload((Type) type), type);
  }

  private <T> T cast(String what, Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new PayloadException(
          "The codec read a "
              + what
              + " of task type '"
              + type()
              + "' as "
              + value.getClass().getName()
              + ", not as "
              + type.getName());
    }
    return type.cast(value);
  }

  @Override
  public Object payload(Type type) {
    return host.codec().decode(payload(), type);
  }

  @Override
  public Map<String, String> headers() {
    return task().headers();
  }

  @Override
  public Instant enqueuedAt() {
    return task().enqueuedAt();
  }

  @Override
  public int retried() {
    return log.retried();
  }

  @Override
  public int maxRetry() {
    return task().maxRetry();
  }

  @Override
  public int crashes() {
    return log.crashes();
  }

  @Override
  public @Nullable Instant deadline() {
    Limit known = limit;
    return known == null ? null : known.instant();
  }

  @Override
  public boolean isCancelled() {
    return cancelCause != null;
  }

  @Override
  public void throwIfCancelled() {
    CancelCause cause = cancelCause;
    if (cause != null) {
      throw new TaskCancelledException("Task " + claimed.id() + " was cancelled: " + cause, cause);
    }
  }

  @Override
  public void onCancel(Runnable action) {
    synchronized (lock) {
      if (cancelCause == null) {
        if (phase == Phase.RUNNING) {
          onCancel = Stream.concat(onCancel.stream(), Stream.of(action)).toList();
        }
        return;
      }
    }
    executor().execute(action);
  }

  @Override
  public Executor executor() {
    return host.executor();
  }

  @Override
  public void result(Object value) {
    result =
        transforms().apply(host.codec().encode(value), PayloadContext.result(type(), claimed.id()));
  }

  @Override
  public void progress(double fraction, String message) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "Progress must be a fraction from 0 to 1, not " + fraction);
    }
    if (isRunning() && openNotes().progress(fraction, message)) {
      host.told(this);
    }
  }

  @Override
  public void log(String line) {
    if (isRunning() && openNotes().log(line)) {
      host.told(this);
    }
  }

  @Override
  public CompletionStage<Void> checkpoint(Object value) {
    if (!isRunning()) {
      throw new IllegalStateException(
          "The handler of task " + claimed.id() + " has ended; save checkpoints before it returns");
    }
    CompletableFuture<Void> promise = new CompletableFuture<>();
    byte[] bytes = transforms().apply(host.codec().encode(value), checkpointContext());
    if (openNotes().checkpoint(bytes, promise)) {
      host.told(this);
    }
    return promise.minimalCompletionStage();
  }

  private RunNotes openNotes() {
    RunNotes open = notes.get();
    if (open != null) {
      return open;
    }
    RunNotes fresh = new RunNotes();
    RunNotes first = notes.compareAndExchange(null, fresh);
    return first == null ? fresh : first;
  }

  @Override
  public <T> Optional<T> lastCheckpoint(Class<T> type) {
    return lastCheckpoint((Type) type).map(value -> cast("checkpoint", value, type));
  }

  @Override
  public Optional<Object> lastCheckpoint(Type type) {
    RunNotes told = notes.get();
    byte[] last = told == null ? null : told.lastCheckpoint();
    byte[] earlier = claimed.checkpoint();
    if (last == null && earlier != null) {
      last = NotesCodec.decodeCheckpoint(earlier).bytes();
    }
    return last == null
        ? Optional.empty()
        : Optional.of(host.codec().decode(transforms().undo(last, checkpointContext()), type));
  }

  private PayloadTransforms transforms() {
    return host.codec().transforms();
  }

  private PayloadContext checkpointContext() {
    return PayloadContext.checkpoint(type(), claimed.id());
  }
}
