package io.kronosq.inspect;

import java.time.Instant;
import java.util.List;

/**
 * What a queue's servers have done. They tell it every few seconds, so the latest is missing.
 *
 * @param queue the queue's name; empty for all queues together
 * @param total since the queue's first task
 * @param minutes the last 24 hours, the oldest first, without minutes in which nothing was done and
 *     nothing waited
 * @param hours the last two weeks in the same way, by UTC
 */
public record QueueHistory(
    String queue, QueueCounts total, List<Slice> minutes, List<Slice> hours) {
  /** Copies the lists. */
  public QueueHistory {
    minutes = List.copyOf(minutes);
    hours = List.copyOf(hours);
  }

  /**
   * A minute or an hour.
   *
   * @param start when it began, by Redis' clock
   * @param counts what was done in it
   * @param backlog how many tasks were pending when they were last counted in it; one of the
   *     servers counts them once a minute
   */
  public record Slice(Instant start, QueueCounts counts, long backlog) {}
}
