package io.kronosq.worker;

import io.kronosq.handler.AsyncTaskHandler;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.TaskHandler;
import io.kronosq.handler.TaskRouter;
import io.kronosq.store.AttemptLogCodec;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.UniqueLock;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.Unique;
import io.kronosq.trace.TracePropagator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** Makes runs of a task without a server around them. */
final class TestRuns implements TaskRun.Host {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  final List<TaskRun> started = new ArrayList<>();
  final List<TaskRun> ended = new ArrayList<>();
  final Queue<Runnable> resumed = new ConcurrentLinkedQueue<>();
  private final OutcomePolicy policy;
  private TaskRouter router = new TaskRouter();
  private int maxRetry = 3;
  private Duration timeout = EnqueueOptions.DEFAULT_TIMEOUT;
  private Instant deadline;
  private Duration retention = Duration.ZERO;
  private UniqueLock lock;
  private AttemptLog log = AttemptLog.NONE;

  TestRuns(OutcomePolicy policy) {
    this.policy = policy;
  }

  TestRuns handler(TaskHandler handler) {
    return handler(handler, HandlerOptions.DEFAULT);
  }

  TestRuns handler(TaskHandler handler, HandlerOptions options) {
    router = new TaskRouter().handle("t", handler, options);
    return this;
  }

  TestRuns asyncHandler(AsyncTaskHandler handler) {
    router = new TaskRouter().handleAsync("t", handler);
    return this;
  }

  /** Does what is left to the executor. */
  void resume() {
    for (Runnable action = resumed.poll(); action != null; action = resumed.poll()) {
      action.run();
    }
  }

  TestRuns maxRetry(int value) {
    maxRetry = value;
    return this;
  }

  TestRuns timeout(Duration value) {
    timeout = value;
    return this;
  }

  TestRuns deadline(Instant value) {
    deadline = value;
    return this;
  }

  TestRuns retention(Duration value) {
    retention = value;
    return this;
  }

  TestRuns lock(Unique.Release release) {
    lock = new UniqueLock("digest", release);
    return this;
  }

  TestRuns log(AttemptLog value) {
    log = value;
    return this;
  }

  TaskRun run() {
    return run("t");
  }

  TaskRun run(String type) {
    Envelope envelope =
        new Envelope(
            type,
            new byte[] {'x'},
            NOW,
            maxRetry,
            timeout,
            deadline,
            retention,
            lock,
            Map.of("h", "v"));
    return run(EnvelopeCodec.encode(envelope));
  }

  TaskRun run(byte[] envelope) {
    byte[] attempts = log.equals(AttemptLog.NONE) ? null : AttemptLogCodec.encode(log);
    return new TaskRun("q", new ClaimedTask("id", envelope, attempts, null), this, policy);
  }

  @Override
  public String server() {
    return "server";
  }

  @Override
  public TaskRouter router() {
    return router;
  }

  @Override
  public PayloadCodec codec() {
    return PayloadCodec.plain();
  }

  @Override
  public TracePropagator propagator() {
    return TracePropagator.none();
  }

  @Override
  public Instant now() {
    return NOW;
  }

  @Override
  public long nanos() {
    return 1_000;
  }

  @Override
  public Executor executor() {
    return resumed::add;
  }

  @Override
  public void started(TaskRun run) {
    started.add(run);
  }

  @Override
  public void told(TaskRun run) {}

  @Override
  public void ended(TaskRun run) {
    ended.add(run);
  }
}
