package io.kronosq.inspect;

import org.jspecify.annotations.Nullable;

/**
 * What operators want of a server. It is told so in the answer to its report, and so obeys within
 * {@code lease / 5}, 3 s unless configured.
 *
 * @param quiet whether it is to take no more tasks, until this is taken back
 * @param stop whether it is to stop, as {@code KronosServer.stop} says; that can't be taken back
 * @param concurrency how many handlers it is to run at a time; null for what it is configured to
 */
public record ServerControl(boolean quiet, boolean stop, @Nullable Range concurrency) {
  /** Nothing but what the server is configured to. */
  public static final ServerControl NONE = new ServerControl(false, false, null);

  /**
   * How many handlers a server is to run at a time.
   *
   * @param min how many at least, 1 or more
   * @param max how many at most; without auto-scaling the same as {@code min}
   */
  public record Range(int min, int max) {
    /** Checks the parts. */
    public Range {
      if (min < 1 || max < min) {
        throw new IllegalArgumentException(
            "A server's concurrency needs 1 <= min <= max, not min " + min + " and max " + max);
      }
    }
  }
}
