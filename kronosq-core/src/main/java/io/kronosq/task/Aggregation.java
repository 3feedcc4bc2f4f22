package io.kronosq.task;

import java.time.Duration;

/**
 * When the tasks of a group are handed to a handler together: as soon as one of the three is
 * reached, or 4 MiB of tasks are waiting.
 *
 * @param maxSize how many tasks make a batch at most, 1 to {@value #MAX_SIZE}
 * @param maxDelay how long the first task of a batch waits at most, at least 1 ms
 * @param gracePeriod how long the group waits for another task after the last one, at least 1 ms
 */
public record Aggregation(int maxSize, Duration maxDelay, Duration gracePeriod) {
  /** Most tasks of a batch. */
  public static final int MAX_SIZE = 1_000;

  /** A hundred tasks, ten seconds, one second. */
  public static final Aggregation DEFAULT =
      new Aggregation(100, Duration.ofSeconds(10), Duration.ofSeconds(1));

  /** Checks the parts. */
  public Aggregation {
    if (maxSize < 1 || maxSize > MAX_SIZE) {
      throw new IllegalArgumentException(
          "A batch has 1 to " + MAX_SIZE + " tasks at most, not " + maxSize);
    }
    checkTime("maxDelay", maxDelay);
    checkTime("gracePeriod", gracePeriod);
  }

  private static void checkTime(String what, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(what + " must be at least 1 ms, not " + value);
    }
  }
}
