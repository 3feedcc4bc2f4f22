package io.kronosq.handler;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Decides how long a failed task waits for its next attempt. */
@FunctionalInterface
public interface RetryPolicy {
  /**
   * @param retried retries spent before the failed attempt; 0 after the first attempt
   * @param failure what the attempt failed with
   * @return the wait, not negative
   */
  Duration delay(int retried, Throwable failure);

  /**
   * Exponential with jitter: {@code n⁴ + 15 + random(0..29) × (n + 1)} seconds, where {@code n} is
   * the number of retries spent. It is the formula of Sidekiq, which the Go family of queues took
   * over; 25 retries last about three weeks.
   */
  static RetryPolicy exponential() {
    return (retried, failure) -> {
      long n = retried;
      return Duration.ofSeconds(
          n * n * n * n + 15 + ThreadLocalRandom.current().nextLong(30) * (n + 1));
    };
  }

  /**
   * Always the same wait.
   *
   * @param delay not negative
   */
  static RetryPolicy fixed(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("A retry delay must not be negative, but is " + delay);
    }
    return (retried, failure) -> delay;
  }
}
