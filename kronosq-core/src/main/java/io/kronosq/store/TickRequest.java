package io.kronosq.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ticks that a server wants to take.
 *
 * @param schedule whose ticks they are
 * @param advance how far the schedule comes with them; null when a task is enqueued out of turn
 * @param tasks the tasks to enqueue, at most {@value TaskStore#MAX_BATCH}
 * @param missed the latest tick that is given up; null when none is
 * @param exclusive whether a task is left out while the schedule's last one is not done
 * @param server who takes them, for the history
 */
public record TickRequest(
    Of schedule,
    @Nullable Advance advance,
    List<TickTask> tasks,
    @Nullable Instant missed,
    boolean exclusive,
    String server) {
  /**
   * A schedule in a revision.
   *
   * @param partition where its tasks go
   * @param id its id
   * @param revision of the definition that the ticks were computed from
   */
  public record Of(String partition, String id, long revision) {}

  /**
   * How far a schedule comes.
   *
   * @param floor before which no tick counts
   * @param from the last tick taken so far, or the floor; another one means that somebody else was
   *     first
   * @param to the last tick taken from now on
   */
  public record Advance(Instant floor, Instant from, Instant to) {}

  /**
   * The task of a tick.
   *
   * @param id the task's id
   * @param tick the time that it is for
   * @param envelope see {@link EnvelopeCodec}
   */
  public record TickTask(String id, Instant tick, byte[] envelope) {}
}
