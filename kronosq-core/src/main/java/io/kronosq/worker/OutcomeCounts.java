package io.kronosq.worker;

import io.kronosq.inspect.QueueCounts;
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

    QueueCounts counts() {
      return new QueueCounts(succeeded, failed, retried, archived, Duration.ofNanos(nanos));
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
    tally.nanos += runtime == null ? 0 : runtime.toNanos();
    return tally;
  }

  /** A task of a dead server was taken back. */
  void recovered(String queue, boolean poison) {
    Tally tally = tally(queue);
    tally.failed++;
    tally.archived += poison ? 1 : 0;
  }

  /** Takes out what was counted. */
  List<Unstored> take(Instant now) {
    List<Unstored> taken = new ArrayList<>(notStored);
    notStored.clear();
    tallies.forEach(
        (queue, tally) ->
            taken.add(new Unstored(queue, now.truncatedTo(ChronoUnit.MINUTES), tally.counts())));
    tallies.clear();
    return taken;
  }

  /** Keeps what could not be stored for the next time. */
  void putBack(Unstored unstored) {
    notStored.add(unstored);
  }
}
