package io.kronosq.admin.live;

import io.kronosq.diagnose.Diagnosis;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.store.StoreException;
import io.kronosq.task.QueueInfo;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Puts together what the overview tells. Safe for use by many threads. */
public final class Overviews {
  private static final Duration FINDINGS_FRESH_FOR = Duration.ofSeconds(5);
  private static final Duration COUNTS_FRESH_FOR = Duration.ofSeconds(2);

  private final QueueSnapshots snapshots;
  private final Shared<List<Finding>> findings;
  private final Shared<QueueCounts> lastMinute;

  Overviews(QueueSnapshots snapshots, Diagnosis diagnosis, Statistics statistics, TimeSource time) {
    this.snapshots = snapshots;
    findings = new Shared<>(FINDINGS_FRESH_FOR, time, () -> findings(diagnosis));
    lastMinute = new Shared<>(COUNTS_FRESH_FOR, time, statistics::lastMinute);
  }

  private static List<Finding> findings(Diagnosis diagnosis) {
    return diagnosis.findings().stream().map(Finding::of).toList();
  }

  /**
   * The overview of the last few seconds.
   *
   * @throws StoreException when the store can't be asked
   */
  public Overview latest() {
    QueueSnapshot snapshot = snapshots.latest();
    List<QueueInfo> queues = snapshot.queues();
    return new Overview(
        snapshot.at(),
        Overview.Totals.of(queues),
        queues.stream()
            .map(QueueInfo::latency)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO)
            .toMillis(),
        Overview.Servers.of(snapshots.servers(), snapshot.at()),
        Overview.Workers.of(snapshots.servers()),
        Overview.LastMinute.of(lastMinute.get()),
        findings.get());
  }
}
