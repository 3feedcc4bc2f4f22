package io.kronosq.redis;

import io.kronosq.task.Limits;
import io.kronosq.task.Rate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Limits as scripts read them: most at a time, tasks, time in ms, burst, with semicolons between
 * them, each empty for none.
 */
final class LimitText {
  private LimitText() {}

  static String of(Limits limits) {
    String most = limits.maxConcurrent() == null ? "" : limits.maxConcurrent().toString();
    Rate rate = limits.rate();
    return rate == null
        ? most + ";;;"
        : most + ";" + rate.tasks() + ";" + rate.per().toMillis() + ";" + rate.burst();
  }

  static Limits parse(@Nullable String text) {
    String[] parts = text == null ? new String[0] : text.split(";", -1);
    if (parts.length != 4) {
      return Limits.NONE;
    }
    Rate rate =
        parts[1].isEmpty()
            ? null
            : new Rate(
                Integer.parseInt(parts[1]),
                Duration.ofMillis(Long.parseLong(parts[2])),
                Integer.parseInt(parts[3]));
    return new Limits(parts[0].isEmpty() ? null : Integer.valueOf(parts[0]), rate);
  }

  /**
   * When a rate allows the next task; null when that is now.
   *
   * @param limits of the whole
   * @param share how many there are that have an equal part of the rate
   * @param usedMicros how far the rate was used, µs since the epoch
   * @param nowMicros Redis' clock, µs since the epoch
   */
  static @Nullable Instant limitedUntil(
      Limits limits, int share, double usedMicros, long nowMicros) {
    Rate rate = limits.rate();
    if (rate == null) {
      return null;
    }
    double interval = 1000.0 * rate.per().toMillis() * share / rate.tasks();
    double slack = (Math.max(1, Math.ceil((double) rate.burst() / share)) - 1) * interval;
    double until = usedMicros - slack;
    return until <= nowMicros ? null : Instant.ofEpochMilli((long) Math.ceil(until / 1000));
  }
}
