package io.kronosq.worker;

import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.RunningTask;
import io.kronosq.inspect.ServerControl;
import io.kronosq.inspect.ServerReport;
import io.kronosq.task.TaskRef;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What inspectors are told of a server. On the loop only. */
final class ReportedServer implements ServerReporter.Source {
  private final Worker worker;
  private final ServerIdentity identity;

  ReportedServer(Worker worker, ServerIdentity identity) {
    this.worker = worker;
    this.identity = identity;
  }

  @Override
  public ServerReport report() {
    ServerStatus status = worker.status();
    Map<String, String> leases =
        worker.partitions().collect(Collectors.toMap(QueueWorker::partition, QueueWorker::server));
    return new ServerReport(
        identity.id(),
        identity.name(),
        identity.host(),
        identity.pid(),
        identity.version(),
        identity.startedAt(),
        status.state() == ServerStatus.State.QUIET,
        concurrency(status),
        worker.settings().queues(),
        leases,
        types(),
        running(worker.supervisor().allRuns()));
  }

  private List<String> types() {
    List<String> patterns = worker.handling().router().patterns();
    return patterns.subList(0, Math.min(ServerReport.MAX_TYPES, patterns.size()));
  }

  private static Concurrency concurrency(ServerStatus status) {
    AutoScale scale = status.autoScale();
    int target = status.concurrency();
    return new Concurrency(
        scale == null ? target : scale.min(),
        scale == null ? target : scale.max(),
        target,
        status.busy());
  }

  private static List<RunningTask> running(Collection<TaskRun> runs) {
    return runs.stream()
        .filter(TaskRun::isRunning)
        .map(
            run ->
                new RunningTask(
                    new TaskRef(run.queue(), run.id()),
                    EventReporter.typeOf(run),
                    run.runningSince()))
        .sorted(Comparator.comparing(RunningTask::since))
        .limit(ServerReport.MAX_RUNNING)
        .toList();
  }

  @Override
  public boolean obey(ServerControl control) {
    return worker.operator().obey(control);
  }

  @Override
  public Instant now() {
    return worker
        .partitions()
        .findFirst()
        .map(QueueWorker::now)
        .orElseGet(() -> worker.time().now());
  }
}
