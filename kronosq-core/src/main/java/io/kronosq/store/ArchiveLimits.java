package io.kronosq.store;

import java.time.Duration;

/**
 * How much the archive of a queue keeps; the oldest go first.
 *
 * @param maxCount tasks, 1 or more
 * @param maxAge since they were archived, at least 1 ms
 */
public record ArchiveLimits(int maxCount, Duration maxAge) {
  /** 10,000 tasks, 90 days. */
  public static final ArchiveLimits DEFAULT = new ArchiveLimits(10_000, Duration.ofDays(90));

  /** Checks the parts. */
  public ArchiveLimits {
    if (maxCount < 1) {
      throw new IllegalArgumentException("The archive must keep at least 1 task, not " + maxCount);
    }
    if (maxAge.toMillis() < 1) {
      throw new IllegalArgumentException(
          "The archive must keep tasks for at least 1 ms, not " + maxAge);
    }
  }
}
