package io.kronosq.admin.queue;

import io.kronosq.admin.problem.Problems;
import io.kronosq.task.Limits;
import io.kronosq.task.Rate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a queue or of a key.
 *
 * @param concurrency how many tasks may be active at a time; null for any number
 * @param rate how many may start in a time; null for any number
 */
public record LimitsView(@Nullable Integer concurrency, @Nullable RateView rate) {
  /**
   * How many tasks may start in a time.
   *
   * @param count how many
   * @param perMs in this time
   * @param burst how many may start at once after a pause; null for what comes in a tenth of a
   *     second
   */
  public record RateView(Integer count, Long perMs, @Nullable Integer burst) {}

  static LimitsView of(Limits limits) {
    Rate rate = limits.rate();
    return new LimitsView(
        limits.maxConcurrent(),
        rate == null ? null : new RateView(rate.tasks(), rate.per().toMillis(), rate.burst()));
  }

  /**
   * The limits themselves.
   *
   * @param field the property that has them
   */
  Limits toLimits(String field) {
    return Problems.allowing(
        field, () -> new Limits(concurrency, rate == null ? null : rate(rate)));
  }

  private static Rate rate(RateView view) {
    Rate rate = Rate.of(view.count(), Duration.ofMillis(view.perMs()));
    return view.burst() == null ? rate : rate.withBurst(view.burst());
  }
}
