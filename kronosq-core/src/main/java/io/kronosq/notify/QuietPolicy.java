package io.kronosq.notify;

import java.time.Duration;

/**
 * When events become a message.
 *
 * @param threshold events of a group within the window before the first message, 1 to {@value
 *     #MAX_THRESHOLD}
 * @param window how long events count for the threshold, more than zero
 * @param quietTime after a message, how long further events are gathered, at least 1 s
 * @param quietAgain whether a message tells that a quiet time passed without an event
 */
record QuietPolicy(int threshold, Duration window, Duration quietTime, boolean quietAgain) {
  static final int MAX_THRESHOLD = 1_000;
  static final Duration MIN_QUIET_TIME = Duration.ofSeconds(1);
  static final QuietPolicy DEFAULT =
      new QuietPolicy(1, Duration.ofMinutes(1), Duration.ofMinutes(5), false);

  QuietPolicy {
    if (threshold < 1 || threshold > MAX_THRESHOLD) {
      throw new IllegalArgumentException(
          "The threshold must be 1 to " + MAX_THRESHOLD + ", not " + threshold);
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException(
          "The threshold's window must be longer than zero, not " + window);
    }
    if (quietTime.compareTo(MIN_QUIET_TIME) < 0) {
      throw new IllegalArgumentException("The quiet time must be at least 1 s, not " + quietTime);
    }
  }
}
