package io.kronosq.worker;

import java.time.Duration;

/**
 * How a server adapts the number of handlers that it runs at a time to its load: up at once when
 * too many tasks wait, down when slots were free for long.
 *
 * @param min slots at least, 1 or more
 * @param max slots at most, not less than {@code min}
 * @param scaleUpThreshold waiting tasks for each slot beyond which there are to be more slots,
 *     greater than 0
 * @param idleTimeout how long slots must have been free before there are fewer, positive
 * @param checkInterval how often the load is looked at where nothing else tells it, at least 10 ms
 */
public record AutoScale(
    int min, int max, double scaleUpThreshold, Duration idleTimeout, Duration checkInterval) {
  /** Slots at least, unless set. */
  public static final int DEFAULT_MIN = 2;

  /** Waiting tasks for each slot, unless set. */
  public static final double DEFAULT_SCALE_UP_THRESHOLD = 2.0;

  /** How long slots must have been free, unless set. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(30);

  /** How often the load is looked at, unless set. */
  public static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofSeconds(5);

  /** Checks the parts. */
  public AutoScale {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "Auto-scaling needs 1 <= min <= max, not min " + min + " and max " + max);
    }
    if (!(scaleUpThreshold > 0)) {
      throw new IllegalArgumentException(
          "scaleUpThreshold must be greater than 0, not " + scaleUpThreshold);
    }
    if (idleTimeout.isNegative() || idleTimeout.isZero()) {
      throw new IllegalArgumentException("idleTimeout must be positive, not " + idleTimeout);
    }
    if (checkInterval.toMillis() < 10) {
      throw new IllegalArgumentException(
          "checkInterval must be at least 10 ms, not " + checkInterval);
    }
  }

  /**
   * Between {@value #DEFAULT_MIN} and so many slots, with the default times.
   *
   * @param max slots at most, {@value #DEFAULT_MIN} or more
   */
  public static AutoScale upTo(int max) {
    return between(DEFAULT_MIN, max);
  }

  /**
   * Between so many slots, with the default times.
   *
   * @param min slots at least, 1 or more
   * @param max slots at most, not less than {@code min}
   */
  public static AutoScale between(int min, int max) {
    return new AutoScale(
        min, max, DEFAULT_SCALE_UP_THRESHOLD, DEFAULT_IDLE_TIMEOUT, DEFAULT_CHECK_INTERVAL);
  }

  /**
   * The same with another threshold.
   *
   * @param value waiting tasks for each slot, greater than 0
   */
  public AutoScale withScaleUpThreshold(double value) {
    return new AutoScale(min, max, value, idleTimeout, checkInterval);
  }

  /**
   * The same with another timeout.
   *
   * @param value how long slots must have been free, positive
   */
  public AutoScale withIdleTimeout(Duration value) {
    return new AutoScale(min, max, scaleUpThreshold, value, checkInterval);
  }

  /**
   * The same with another interval.
   *
   * @param value how often the load is looked at, at least 10 ms
   */
  public AutoScale withCheckInterval(Duration value) {
    return new AutoScale(min, max, scaleUpThreshold, idleTimeout, value);
  }

  /**
   * The load of a server.
   *
   * @param pending tasks that wait in its queues and could be taken
   * @param peakBusy slots that had a task at a time at most, lately
   * @param freeFor how long no task has waited and slots were free all the time
   */
  public record Load(long pending, int peakBusy, Duration freeFor) {}

  /**
   * How many slots there are to be. Between the threshold for more and the load for fewer there is
   * a wide range in which the number stays as it is, so it does not swing.
   *
   * @param current how many there are
   * @param load what they have to do
   * @return {@code min} to {@code max}
   */
  public int target(int current, Load load) {
    int present = Math.max(min, Math.min(max, current));
    if (load.pending() > scaleUpThreshold * present) {
      return (int) Math.min(max, Math.ceil(load.pending() / scaleUpThreshold));
    }
    if (load.pending() == 0 && load.freeFor().compareTo(idleTimeout) >= 0) {
      return Math.max(min, Math.min(present, load.peakBusy()));
    }
    return present;
  }
}
