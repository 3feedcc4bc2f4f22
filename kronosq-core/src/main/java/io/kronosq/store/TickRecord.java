package io.kronosq.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a tick.
 *
 * @param tick the time that it is for
 * @param at when that was decided, by the store's clock
 * @param outcome what was decided
 * @param server who did
 * @param task the task's id; null when none was enqueued
 */
public record TickRecord(
    Instant tick, Instant at, Outcome outcome, String server, @Nullable String task) {
  /** What became of a tick. */
  public enum Outcome {
    /** Its task was enqueued. */
    ENQUEUED,
    /** An operator asked for a task out of turn, and it was enqueued. */
    TRIGGERED,
    /** Left out, because the schedule's last task was not done. */
    OVERLAPPED,
    /** Found too late and given up, together with those before it that are not in the history. */
    MISSED
  }
}
