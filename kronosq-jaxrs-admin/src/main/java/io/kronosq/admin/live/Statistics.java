package io.kronosq.admin.live;

import io.kronosq.Inspector;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueCounts.Waits;
import io.kronosq.inspect.QueueHistory;
import io.kronosq.store.StoreException;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was done, by time, without gaps. Safe for use by many threads. */
public final class Statistics {
  private static final Duration FRESH_FOR = Duration.ofSeconds(2);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Inspector inspector;
  private final TimeSource time;
  private final Shared<QueueHistory> all;

  Statistics(Inspector inspector, TimeSource time) {
    this.inspector = inspector;
    this.time = time;
    all = new Shared<>(FRESH_FOR, time, inspector::history);
  }

  /**
   * What was done.
   *
   * @param range how far back
   * @param stepMs how long each slice is
   * @param slices one a step, the oldest first, the one under way last
   */
  public record Report(String range, long stepMs, List<Slice> slices) {}

  /**
   * A step.
   *
   * @param start when it began, by Redis' clock
   * @param succeeded attempts that succeeded
   * @param failed attempts that failed
   * @param retried failed ones that got another attempt
   * @param archived failed ones that were the last
   * @param meanRuntimeMs how long a handler ran on average, in ms
   * @param meanWaitMs how long a task waited for its first attempt on average, in ms
   * @param maxWaitMs how long a task waited for it at most, in ms
   * @param backlog tasks that were pending when they were last counted, once a minute
   */
  public record Slice(
      Instant start,
      long succeeded,
      long failed,
      long retried,
      long archived,
      long meanRuntimeMs,
      long meanWaitMs,
      long maxWaitMs,
      long backlog) {
    private static Slice of(Instant start, QueueCounts counts, long backlog) {
      return new Slice(
          start,
          counts.succeeded(),
          counts.failed(),
          counts.retried(),
          counts.archived(),
          counts.meanRuntime().toMillis(),
          counts.waits().mean().toMillis(),
          counts.waits().longest().toMillis(),
          backlog);
    }
  }

  /**
   * What was done in a queue, or in all of them together.
   *
   * @param range how far back
   * @param queue the queue's name; null for all
   * @throws IllegalArgumentException when no queue can have that name
   * @throws StoreException when the store can't be asked
   */
  public Report report(StatisticsRange range, @Nullable String queue) {
    QueueHistory history = queue == null ? all.get() : inspector.history(queue);
    List<QueueHistory.Slice> known = range.slices(history);
    Instant start = range.start(now(known));
    QueueCounts[] counts = new QueueCounts[range.steps()];
    Arrays.fill(counts, QueueCounts.NONE);
    long[] backlogs = new long[range.steps()];
    for (QueueHistory.Slice slice : known) {
      int index = range.index(start, slice.start());
      if (index >= 0) {
        counts[index] = counts[index].plus(slice.counts());
        backlogs[index] = Math.max(backlogs[index], slice.backlog());
      }
    }
    List<Slice> slices = new ArrayList<>(counts.length);
    for (int i = 0; i < counts.length; i++) {
      slices.add(Slice.of(start.plus(range.step().multipliedBy(i)), counts[i], backlogs[i]));
    }
    return new Report(range.name().toLowerCase(Locale.ROOT), range.step().toMillis(), slices);
  }

  /** This server's clock may be behind Redis'. */
  private Instant now(List<QueueHistory.Slice> known) {
    return Stream.concat(Stream.of(time.now()), known.stream().map(QueueHistory.Slice::start))
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /**
   * What was done in the last 60 s: what this minute has brought so far, and of the minute before
   * the part that is not older.
   */
  QueueCounts lastMinute() {
    List<QueueHistory.Slice> minutes = all.get().minutes();
    Instant now = now(minutes);
    Instant minute = StatisticsRange.HOUR.start(now).plus(MINUTE.multipliedBy(59));
    double elapsed = (double) Duration.between(minute, now).toMillis() / MINUTE.toMillis();
    return part(counts(minutes, minute.minus(MINUTE)), 1 - elapsed).plus(counts(minutes, minute));
  }

  private static QueueCounts counts(List<QueueHistory.Slice> minutes, Instant start) {
    return minutes.stream()
        .filter(slice -> slice.start().equals(start))
        .map(QueueHistory.Slice::counts)
        .reduce(QueueCounts.NONE, QueueCounts::plus);
  }

  private static QueueCounts part(QueueCounts counts, double share) {
    return new QueueCounts(
        Math.round(counts.succeeded() * share),
        Math.round(counts.failed() * share),
        Math.round(counts.retried() * share),
        Math.round(counts.archived() * share),
        part(counts.runtime(), share),
        new Waits(
            Math.round(counts.waits().tasks() * share),
            part(counts.waits().total(), share),
            counts.waits().longest()));
  }

  private static Duration part(Duration time, double share) {
    return Duration.ofNanos(Math.round(time.toNanos() * share));
  }
}
