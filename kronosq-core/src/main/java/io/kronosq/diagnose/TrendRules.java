package io.kronosq.diagnose;

import static io.kronosq.diagnose.FindingCode.ARCHIVE_GROWING;
import static io.kronosq.diagnose.FindingCode.BACKLOG_DRAINING;
import static io.kronosq.diagnose.FindingCode.BACKLOG_GROWING;

import io.kronosq.Inspector;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueHistory;
import io.kronosq.inspect.QueueHistory.Slice;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Where things are going, as the last minutes of the history tell; of the fullest queues only. */
final class TrendRules {
  private static final int MOST_QUEUES = 5;
  private static final long WORTH_TELLING = 100;
  private static final Duration SPAN = Duration.ofMinutes(10);
  private static final long MANY_ARCHIVED = 10;
  private static final double OFTEN_ARCHIVED = 0.05;

  private final Inspector inspector;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  private TrendRules(Inspector inspector, Instant now) {
    this.inspector = inspector;
    this.now = now;
  }

  static List<Finding> of(Inspector inspector, Look look) {
    TrendRules rules = new TrendRules(inspector, look.now());
    Stream.concat(fullest(look, QueueInfo::pending), fullest(look, QueueInfo::archived))
        .distinct()
        .forEach(rules::judge);
    return rules.findings;
  }

  private static Stream<QueueInfo> fullest(Look look, ToLongFunction<QueueInfo> count) {
    return look.queues().stream()
        .filter(queue -> count.applyAsLong(queue) > 0)
        .sorted(Comparator.comparingLong(count).reversed())
        .limit(MOST_QUEUES);
  }

  private void judge(QueueInfo queue) {
    QueueHistory history = inspector.history(queue.name());
    if (queue.pending() >= WORTH_TELLING && !queue.paused()) {
      backlog(queue, history);
    }
    archive(queue, history);
  }

  private Stream<Slice> recent(QueueHistory history, Duration span) {
    return history.minutes().stream().filter(slice -> !slice.start().isBefore(now.minus(span)));
  }

  /** Compares what waits now with what waited some minutes ago. */
  private void backlog(QueueInfo queue, QueueHistory history) {
    Slice before =
        recent(history, SPAN)
            .filter(slice -> slice.start().plusSeconds(60).isBefore(now))
            .min(Comparator.comparing(Slice::start))
            .orElse(null);
    if (before == null) {
      return;
    }
    double minutes = Duration.between(before.start(), now).toMillis() / 60_000.0;
    double perMinute = (queue.pending() - before.backlog()) / minutes;
    if (perMinute >= 1) {
      findings.add(
          queue(
              BACKLOG_GROWING,
              queue,
              Math.round(perMinute)
                  + " more tasks a minute come to queue '"
                  + queue.name()
                  + "' than are processed; "
                  + queue.pending()
                  + " wait",
              "Add servers or concurrency (kronosq.concurrency, kronosq.autoscale.max), or look for"
                  + " handlers that have become slow",
              Map.of(
                  "perMinute", Long.toString(Math.round(perMinute)),
                  "pending", Long.toString(queue.pending()))));
    } else if (perMinute <= -1) {
      long seconds = Math.round(60 * queue.pending() / -perMinute);
      findings.add(
          queue(
              BACKLOG_DRAINING,
              queue,
              queue.pending()
                  + " tasks wait in queue '"
                  + queue.name()
                  + "'; at this pace they are done in "
                  + Duration.ofSeconds(seconds),
              "None is needed",
              Map.of(
                  "etaMs", Long.toString(1_000 * seconds),
                  "pending", Long.toString(queue.pending()))));
    }
  }

  private void archive(QueueInfo queue, QueueHistory history) {
    QueueCounts hour =
        recent(history, Duration.ofHours(1))
            .map(Slice::counts)
            .reduce(QueueCounts.NONE, QueueCounts::plus);
    if (queue.archived() > 0
        && hour.archived() >= MANY_ARCHIVED
        && hour.archived() >= OFTEN_ARCHIVED * hour.processed()) {
      findings.add(
          queue(
              ARCHIVE_GROWING,
              queue,
              hour.archived()
                  + " tasks of queue '"
                  + queue.name()
                  + "' failed for good in the last hour, of "
                  + hour.processed()
                  + " attempts",
              "Look at the errors of its archived tasks, mend the cause, then retry them",
              Map.of(
                  "archived", Long.toString(hour.archived()),
                  "attempts", Long.toString(hour.processed()))));
    }
  }

  private static Finding queue(
      FindingCode code, QueueInfo queue, String message, String remedy, Map<String, String> data) {
    return new Finding(code, SubjectKind.QUEUE, queue.name(), message, remedy, data);
  }
}
