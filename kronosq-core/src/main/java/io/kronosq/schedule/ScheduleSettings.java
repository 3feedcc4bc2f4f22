package io.kronosq.schedule;

import io.kronosq.task.PayloadTransforms;
import java.time.Duration;

/**
 * How schedules are run.
 *
 * @param server who runs them, for their history
 * @param misfireTolerance a tick that is found later than this counts as missed; 1 s to 10 min
 * @param watchInterval how often is looked for changes that others made; at least 100 ms
 * @param transforms what is done to the payloads of the tasks that are enqueued
 */
public record ScheduleSettings(
    String server,
    Duration misfireTolerance,
    Duration watchInterval,
    PayloadTransforms transforms) {
  /** Checks the parts. */
  public ScheduleSettings {
    if (misfireTolerance.compareTo(Duration.ofSeconds(1)) < 0
        || misfireTolerance.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException(
          "The misfire tolerance must be 1 s to 10 min, not " + misfireTolerance);
    }
    if (watchInterval.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException(
          "The watch interval must be at least 100 ms, not " + watchInterval);
    }
  }

  /**
   * A tolerance of one minute, and a look every 2 s.
   *
   * @param server who runs them; without control characters
   */
  public static ScheduleSettings of(String server) {
    return new ScheduleSettings(
        server, Duration.ofMinutes(1), Duration.ofSeconds(2), PayloadTransforms.NONE);
  }

  /** The same with another tolerance. */
  public ScheduleSettings withMisfireTolerance(Duration value) {
    return new ScheduleSettings(server, value, watchInterval, transforms);
  }

  /** The same with another interval. */
  public ScheduleSettings withWatchInterval(Duration value) {
    return new ScheduleSettings(server, misfireTolerance, value, transforms);
  }

  /** The same with what is done to the payloads of the tasks that are enqueued. */
  public ScheduleSettings withTransforms(PayloadTransforms value) {
    return new ScheduleSettings(server, misfireTolerance, watchInterval, value);
  }
}
