package io.kronosq.schedule;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;

/**
 * When a schedule has its ticks, and what becomes of those that can't simply run.
 *
 * @param pattern its times
 * @param zone in which a cron expression is read
 * @param misfire what becomes of ticks that are found too late
 * @param overlap what becomes of a tick while the last task is not done
 */
public record ScheduleTiming(
    SchedulePattern pattern, ZoneId zone, MisfirePolicy misfire, OverlapPolicy overlap) {
  /** Checks that all parts are there. */
  public ScheduleTiming {
    requireNonNull(pattern, "pattern");
    requireNonNull(zone, "zone");
    requireNonNull(misfire, "misfire");
    requireNonNull(overlap, "overlap");
  }
}
