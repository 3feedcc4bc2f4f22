package io.kronosq.schedule;

/**
 * What a look at a {@link PeriodicTaskProvider} changed.
 *
 * @param added schedules that are new
 * @param changed schedules that are different now
 * @param removed schedules that are not wanted any longer
 */
public record SyncResult(int added, int changed, int removed) {}
