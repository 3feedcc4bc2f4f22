package io.kronosq.task;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many tasks may start in a time. Starts keep their distance ({@code per / tasks}); those that
 * come late catch up, and so the rate is reached, as far as the burst allows. In any span of time
 * no more than {@code span × rate + burst} tasks start.
 *
 * @param tasks 1 to 1,000,000
 * @param per 1 ms to 366 days, and at least 1 µs a task
 * @param burst how many may start at once after a pause, 1 to 1,000,000
 */
public record Rate(int tasks, Duration per, int burst) {
  private static final int MOST = 1_000_000;
  private static final long LONGEST_MILLIS = Duration.ofDays(366).toMillis();
  private static final Duration CATCH_UP = Duration.ofMillis(100);
  private static final Pattern FORM = Pattern.compile("(\\d{1,7})/(\\d{0,4})(ms|s|m|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms",
          Duration.ofMillis(1),
          "s",
          Duration.ofSeconds(1),
          "m",
          Duration.ofMinutes(1),
          "h",
          Duration.ofHours(1),
          "d",
          Duration.ofDays(1));

  /** Checks the parts. */
  public Rate {
    long millis = per.toMillis();
    if (tasks < 1 || tasks > MOST || burst < 1 || burst > MOST) {
      throw new IllegalArgumentException(
          "A rate must have 1 to "
              + MOST
              + " tasks and such a burst, not "
              + tasks
              + " and "
              + burst);
    }
    if (millis < 1 || millis > LONGEST_MILLIS || tasks > 1_000 * millis) {
      throw new IllegalArgumentException(
          "The time of a rate must be from 1 ms to 366 days, and at least 1 µs a task, not "
              + per
              + " for "
              + tasks
              + " tasks");
    }
  }

  /**
   * A rate whose burst is what comes in a tenth of a second, and one more: enough to catch up with
   * what servers are late.
   *
   * @param tasks how many may start
   * @param per in this time
   */
  public static Rate of(int tasks, Duration per) {
    long millis = Math.max(1, per.toMillis());
    return new Rate(tasks, per, (int) Math.min(MOST, 1 + tasks * CATCH_UP.toMillis() / millis));
  }

  /**
   * The same rate with another burst.
   *
   * @param value how many may start at once after a pause
   */
  public Rate withBurst(int value) {
    return new Rate(tasks, per, value);
  }

  /**
   * Reads a rate such as {@code 100/s}, {@code 5/m} or {@code 3/10s}.
   *
   * @param text tasks, a slash, and a time in ms, s, m, h or d
   * @throws IllegalArgumentException when it is something else
   */
  public static Rate parse(String text) {
    Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no rate; write one such as 100/s, 5/m or 3/10s");
    }
    String number = form.group(2);
    Duration unit = Optional.ofNullable(UNITS.get(form.group(3))).orElseThrow();
    return of(
        Integer.parseInt(form.group(1)),
        unit.multipliedBy(number.isEmpty() ? 1 : Long.parseLong(number)));
  }
}
