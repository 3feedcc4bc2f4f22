package io.kronosq.admin.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.ServerReport;
import io.kronosq.task.Limits;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueFindingsTest {
  private static QueueInfo queue(String name, boolean paused, long pending, Duration latency) {
    return new QueueInfo(name, 1, paused, pending, 0, 0, 0, 0, 0, 0, latency, Limits.NONE, null);
  }

  private static QueueSnapshot snapshot(List<QueueInfo> queues) {
    return new QueueSnapshot(Instant.EPOCH, queues, Map.of("served", 1));
  }

  private static List<Finding> findings(QueueInfo... queues) {
    return QueueFindings.of(snapshot(List.of(queues)), List.of());
  }

  @Test
  void queuesThatAreServedOrEmptyNeedNoAttention() {
    assertThat(
            findings(
                queue("served", false, 5, Duration.ofHours(1)),
                queue("empty", false, 0, Duration.ZERO),
                queue("resting", true, 0, Duration.ZERO)))
        .isEmpty();
  }

  @Test
  void aQueueWithoutServerIsCriticalOnceItsTasksWait() {
    List<Finding> found =
        findings(
            queue("new", false, 1, Duration.ofSeconds(5)),
            queue("old", false, 7, Duration.ofMinutes(2)));
    assertThat(found).extracting(Finding::code).containsOnly("QUEUE_WITHOUT_SERVER");
    assertThat(found).extracting(Finding::subject).containsExactly("old", "new");
    assertThat(found).extracting(Finding::severity).containsExactly("CRITICAL", "WARNING");
    assertThat(found.get(0).message())
        .isEqualTo("No server serves queue 'old', and 7 tasks wait in it");
    assertThat(found.get(1).message()).endsWith("a task waits in it");
    assertThat(found.get(0).data()).containsEntry("latencyMs", "120000");
  }

  @Test
  void aPausedQueueWithTasksIsToldAsThat() {
    assertThat(findings(queue("resting", true, 3, Duration.ofHours(1))))
        .extracting(Finding::code, Finding::severity)
        .containsExactly(tuple("QUEUE_PAUSED_BACKLOG", "INFO"));
  }

  @Test
  void ofManyQueuesTheWorstAreTold() {
    List<QueueInfo> many = new ArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      many.add(queue("q" + i, false, i, Duration.ofHours(1)));
    }
    List<Finding> found = QueueFindings.of(snapshot(many), List.of());
    assertThat(found).hasSize(20);
    assertThat(found.get(0).subject()).isEqualTo("q1000");
  }

  @Test
  void aDeadServerIsTold() {
    ServerReport report =
        new ServerReport(
            "id",
            "shop",
            "host-7",
            1,
            "1",
            Instant.EPOCH,
            false,
            new Concurrency(1, 1, 1, 0),
            Map.of(),
            Map.of(),
            List.of(),
            List.of());
    List<Finding> found =
        QueueFindings.of(
            snapshot(List.of()),
            List.of(
                new ServerInfo(report, Instant.EPOCH, Map.of(), false),
                new ServerInfo(report, Instant.EPOCH, Map.of(), true)));
    assertThat(found).extracting(Finding::code).containsExactly("SERVER_DEAD");
    assertThat(found.get(0).message())
        .isEqualTo("A server on host-7 died; it was heard of last at 1970-01-01T00:00:00Z");
  }
}
