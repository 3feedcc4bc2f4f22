package io.kronosq.schedule;

/**
 * What a schedule enqueues, and when.
 *
 * @param timing when
 * @param task what
 */
public record ScheduleDefinition(ScheduleTiming timing, ScheduledTask task) {
  /** Whether another definition has other ticks. */
  boolean hasOtherTicks(ScheduleDefinition other) {
    return !timing.pattern().equals(other.timing.pattern())
        || !timing.zone().equals(other.timing.zone());
  }
}
