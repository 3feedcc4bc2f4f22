package io.kronosq.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The times of a schedule: a cron expression of five fields (minute, hour, day of month, month, day
 * of week) or six (a second before them), {@code @every 90s}, or a name such as {@code @daily}.
 *
 * <p>A cron expression is read in a time zone. Where clocks are put forward, a time that does not
 * exist is taken right after the gap, once; where they are put back, a time that occurs twice is
 * taken at its first occurrence. An expression that takes every hour follows the real hours
 * instead: it takes nothing in the gap, and both occurrences of the hour that occurs twice.
 *
 * <p>{@code @every} counts from the beginning of 1970 UTC, so that all servers agree; it knows no
 * zone.
 */
public abstract class SchedulePattern {
  private static final Map<String, String> NAMED =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final String EVERY = "@every ";

  /** How many more times than wanted the search for the latest goes through at once. */
  private static final int MOST_WALKED = 1_000;

  private final String text;

  SchedulePattern(String text) {
    this.text = text;
  }

  /**
   * Reads a pattern.
   *
   * @param text such as {@code 30 3 * * MON-FRI}, {@code *}{@code /10 * * * * *}, {@code @daily} or
   *     {@code @every 1h30m}
   * @throws IllegalArgumentException when it is none, with what is wrong
   */
  public static SchedulePattern parse(String text) {
    String trimmed = text.trim();
    if (trimmed.startsWith(EVERY)) {
      return new IntervalPattern(trimmed, trimmed.substring(EVERY.length()).trim());
    }
    if (trimmed.startsWith("@")) {
      String cron = NAMED.get(trimmed);
      if (cron == null) {
        throw new IllegalArgumentException(
            "Schedule pattern '"
                + trimmed
                + "' is unknown: use a cron expression, @every with a duration, or one of "
                + NAMED.keySet().stream().sorted().toList());
      }
      return new CronPattern(trimmed, cron);
    }
    return new CronPattern(trimmed, trimmed);
  }

  /**
   * The first time after another one.
   *
   * @param after not included
   * @param zone in which a cron expression is read
   * @return empty when there is none
   */
  public abstract Optional<Instant> next(Instant after, ZoneId zone);

  /** A span in which there are few times, to begin the search for the latest with. */
  abstract Duration searchSpan();

  /**
   * The latest times of a span, in their order.
   *
   * @param after not included
   * @param until included
   * @param most how many, 0 or more
   * @param zone in which a cron expression is read
   */
  public List<Instant> latest(Instant after, Instant until, int most, ZoneId zone) {
    if (most == 0 || !after.isBefore(until)) {
      return List.of();
    }
    int tooMany = (int) Math.min((long) most + MOST_WALKED, Integer.MAX_VALUE);
    Duration span = searchSpan();
    Instant from = later(after, until.minus(span));
    Instant few = until;
    Instant many = null;
    while (true) {
      List<Instant> found = between(from, until, tooMany, zone);
      if (found.size() == tooMany) {
        many = from;
      } else if (found.size() >= most || from.equals(after)) {
        return List.copyOf(found.subList(Math.max(0, found.size() - most), found.size()));
      } else {
        few = from;
      }
      if (many == null) {
        span = span.multipliedBy(4);
        from = later(after, until.minus(span));
      } else {
        from = many.plus(Duration.between(many, few).dividedBy(2));
      }
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private List<Instant> between(Instant after, Instant until, int most, ZoneId zone) {
    List<Instant> found = new ArrayList<>();
    Optional<Instant> next = next(after, zone);
    while (next.isPresent() && !next.get().isAfter(until) && found.size() < most) {
      found.add(next.get());
      next = next(next.get(), zone);
    }
    return found;
  }

  /** The pattern as it was written. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SchedulePattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
