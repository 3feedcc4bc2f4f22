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
 * @param waits how long tasks waited until their first attempt
 */
public record QueueCounts(
    long succeeded, long failed, long retried, long archived, Duration runtime, Waits waits) {
  /** Nothing. */
  public static final QueueCounts NONE = new QueueCounts(0, 0, 0, 0, Duration.ZERO, Waits.NONE);

  /**
   * How long tasks waited from their enqueue, or from when they were due, until their first attempt
   * began.
   *
   * @param tasks how many tasks
   * @param total of all of them together
   * @param longest of any of them
   */
  public record Waits(long tasks, Duration total, Duration longest) {
    /** None. */
    public static final Waits NONE = new Waits(0, Duration.ZERO, Duration.ZERO);

    /** How long a task waited on average; zero when none did. */
    public Duration mean() {
      return tasks == 0 ? Duration.ZERO : total.dividedBy(tasks);
    }

    /**
     * Both together.
     *
     * @param other not null
     */
    public Waits plus(Waits other) {
      return new Waits(
          tasks + other.tasks,
          total.plus(other.total),
          longest.compareTo(other.longest) >= 0 ? longest : other.longest);
    }
  }

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
        runtime.plus(other.runtime),
        waits.plus(other.waits));
  }
}
