package io.kronosq.worker;

import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueCounts.Waits;
import io.kronosq.store.Envelope;
import io.kronosq.store.ReportStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what became of attempts until that is stored, every few seconds; they count for the minute
 * of that moment. Lives on the loop.
 */
final class OutcomeCounts {
  /** What is to be stored. */
  record Unstored(String queue, Instant minute, QueueCounts counts) {}

  private static final class Tally {
    private long succeeded;
    private long failed;
    private long retried;
    private long archived;
    private long nanos;
    private long waited;
    private long waitedMillis;
    private long longestMillis;

    void waited(long millis) {
      waited++;
      waitedMillis += millis;
      longestMillis = Math.max(longestMillis, millis);
    }

    QueueCounts counts() {
      return new QueueCounts(
          succeeded,
          failed,
          retried,
          archived,
          Duration.ofNanos(nanos),
          new Waits(waited, Duration.ofMillis(waitedMillis), Duration.ofMillis(longestMillis)));
    }
  }

  private final Map<String, Tally> tallies = new HashMap<>();
  private final List<Unstored> notStored = new ArrayList<>();

  private Tally tally(String queue) {
    return tallies.computeIfAbsent(queue, name -> new Tally());
  }

  /** An outcome was stored. */
  void stored(TaskRun run, Outcome.Kind kind) {
    switch (kind) {
      case SUCCEEDED -> ended(run).succeeded++;
      case RETRIED -> {
        Tally tally = ended(run);
        tally.failed++;
        tally.retried++;
      }
      case ARCHIVED -> {
        Tally tally = ended(run);
        tally.failed++;
        tally.archived++;
      }
      case RETURNED, UNHANDLED, DROPPED -> {}
    }
  }

  private Tally ended(TaskRun run) {
    Tally tally = tally(run.queue());
    Duration runtime = run.runtime();
    Envelope envelope = run.envelope();
    if (runtime != null) {
      tally.nanos += runtime.toNanos();
      if (envelope != null && run.log().attempts().isEmpty()) {
        tally.waited(waitedMillis(run, envelope));
      }
    }
    return tally;
  }

  /** The clock of the enqueuing server may be ahead of Redis'. */
  private static long waitedMillis(TaskRun run, Envelope envelope) {
    return Math.max(0, run.runningSince().toEpochMilli() - envelope.waitsSince().toEpochMilli());
  }

  /** A task of a dead server was taken back. */
  void recovered(String queue, boolean poison) {
    Tally tally = tally(queue);
    tally.failed++;
    tally.archived += poison ? 1 : 0;
  }

  /** Takes out what was counted: of each queue, and of all together. */
  List<Unstored> take(Instant now) {
    List<Unstored> taken = new ArrayList<>(notStored);
    notStored.clear();
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    QueueCounts all = QueueCounts.NONE;
    for (Map.Entry<String, Tally> tally : tallies.entrySet()) {
      QueueCounts counts = tally.getValue().counts();
      taken.add(new Unstored(tally.getKey(), minute, counts));
      all = all.plus(counts);
    }
    if (!tallies.isEmpty()) {
      taken.add(new Unstored(ReportStore.ALL_QUEUES, minute, all));
    }
    tallies.clear();
    return taken;
  }

  /** Keeps what could not be stored for the next time. */
  void putBack(Unstored unstored) {
    notStored.add(unstored);
  }
}
