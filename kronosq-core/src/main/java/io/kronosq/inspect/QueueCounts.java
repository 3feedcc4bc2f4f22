package io.kronosq.inspect;

import java.time.Duration;

/**
 * What became of attempts.
 *
 * @param succeeded attempts that succeeded
 * @param failed attempts that failed, by exception, time limit or crash
 * @param retried failed ones that got another attempt
 * @param archived failed ones that were the last
 * @param runtime how long the handlers ran together
 */
public record QueueCounts(
    long succeeded, long failed, long retried, long archived, Duration runtime) {
  /** Nothing. */
  public static final QueueCounts NONE = new QueueCounts(0, 0, 0, 0, Duration.ZERO);

  /** All attempts. */
  public long processed() {
    return succeeded + failed;
  }

  /** How long a handler ran on average; zero when none did. */
  public Duration meanRuntime() {
    return processed() == 0 ? Duration.ZERO : runtime.dividedBy(processed());
  }

  /**
   * Both together.
   *
   * @param other not null
   */
  public QueueCounts plus(QueueCounts other) {
    return new QueueCounts(
        succeeded + other.succeeded,
        failed + other.failed,
        retried + other.retried,
        archived + other.archived,
        runtime.plus(other.runtime));
  }
}
