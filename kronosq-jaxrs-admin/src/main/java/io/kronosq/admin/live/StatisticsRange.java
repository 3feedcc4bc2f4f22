package io.kronosq.admin.live;

import io.kronosq.admin.problem.ProblemException;
import io.kronosq.inspect.QueueHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far back statistics go, and in which steps. */
public enum StatisticsRange {
  /** The last hour, by minute. */
  HOUR(Duration.ofMinutes(1), 60),
  /** The last day, by ten minutes. */
  DAY(Duration.ofMinutes(10), 144),
  /** The last two weeks, by hour. */
  FORTNIGHT(Duration.ofHours(1), 14 * 24);

  private final Duration step;
  private final int steps;

  StatisticsRange(Duration step, int steps) {
    this.step = step;
    this.steps = steps;
  }

  /**
   * The range that a parameter names; the last hour when it is null.
   *
   * @param text whatever its case
   * @throws ProblemException when there is none of that name
   */
  public static StatisticsRange of(@Nullable String text) {
    return text == null ? HOUR : Choice.of("range", StatisticsRange.class, text);
  }

  Duration step() {
    return step;
  }

  int steps() {
    return steps;
  }

  /** When the oldest step begins that is told at a moment; the latest is the one under way. */
  Instant start(Instant now) {
    return startOf(now).minus(step.multipliedBy(steps - 1L));
  }

  /** When the step begins that a moment is in. */
  private Instant startOf(Instant moment) {
    long seconds = step.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
  }

  /** Which step a moment is in, counted from a start. */
  int index(Instant start, Instant moment) {
    return (int) Math.floorDiv(Duration.between(start, moment).toMillis(), step.toMillis());
  }

  /** What of a history is as fine as this. */
  List<QueueHistory.Slice> slices(QueueHistory history) {
    return this == FORTNIGHT ? history.hours() : history.minutes();
  }
}
