package io.kronosq.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How fast the tasks of a queue, or those with one limit key, are taken by all servers together.
 *
 * @param maxConcurrent how many may be active at a time, 1 to 1,000,000; null for any number
 * @param rate how many may start in a time; null for any number
 */
public record Limits(@Nullable Integer maxConcurrent, @Nullable Rate rate) {
  /** No limits. */
  public static final Limits NONE = new Limits(null, null);

  private static final int MOST = 1_000_000;

  /** Checks the parts. */
  public Limits {
    if (maxConcurrent != null && (maxConcurrent < 1 || maxConcurrent > MOST)) {
      throw new IllegalArgumentException(
          "maxConcurrent must be from 1 to "
              + MOST
              + ", not "
              + maxConcurrent
              + "; to stop a queue, pause it");
    }
  }

  /**
   * Limits how many tasks are active at a time.
   *
   * @param tasks 1 to 1,000,000
   */
  public static Limits concurrent(int tasks) {
    return new Limits(tasks, null);
  }

  /**
   * Limits how many tasks start in a time.
   *
   * @param tasks how many, 1 to 1,000,000
   * @param per in this time; see {@link Rate#of}
   */
  public static Limits rate(int tasks, Duration per) {
    return new Limits(null, Rate.of(tasks, per));
  }

  /**
   * These limits with another one on tasks that are active at a time.
   *
   * @param tasks null for any number
   */
  public Limits withMaxConcurrent(@Nullable Integer tasks) {
    return new Limits(tasks, rate);
  }

  /**
   * These limits with another rate.
   *
   * @param value null for any
   */
  public Limits withRate(@Nullable Rate value) {
    return new Limits(maxConcurrent, value);
  }

  /** Whether nothing is limited. */
  public boolean isNone() {
    return maxConcurrent == null && rate == null;
  }
}
