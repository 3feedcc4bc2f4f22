package io.kronosq.worker;

import io.kronosq.handler.TaskRouter;
import io.kronosq.task.PayloadCodec;
import io.kronosq.trace.TracePropagator;
import java.time.Instant;
import java.util.concurrent.Executor;

/** What handler threads see of the partition whose task they run. */
final class RunHost implements TaskRun.Host {
  private final QueueWorker partition;
  private final Worker worker;

  RunHost(QueueWorker partition, Worker worker) {
    this.partition = partition;
    this.worker = worker;
  }

  @Override
  public String server() {
    return partition.server();
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
    return partition.now();
  }

  @Override
  public long nanos() {
    return worker.time().nanos();
  }

  @Override
  public Executor executor() {
    return worker.runners();
  }

  @Override
  public void started(TaskRun run) {
    worker.runStarted(run, partition.server());
  }

  @Override
  public void told(TaskRun run) {
    partition.notes().told(run);
  }

  @Override
  public void ended(TaskRun run) {
    worker.runEnded(partition, run);
  }
}
