package io.kronosq.admin.queue;

import io.kronosq.task.QueueInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A queue at one moment.
 *
 * @param name its name
 * @param partitions how many partitions new tasks are spread over
 * @param paused whether workers leave it alone
 * @param counts how many tasks stand in each state
 * @param latencyMs age of the oldest pending task
 * @param limits what limits all of its tasks together
 * @param limitedUntil when its rate allows the next task; null when that is now
 * @param servers how many servers that are alive serve it
 */
public record QueueView(
    String name,
    int partitions,
    boolean paused,
    StateCounts counts,
    long latencyMs,
    LimitsView limits,
    @Nullable Instant limitedUntil,
    int servers) {
  /**
   * How many tasks stand in each state.
   *
   * @param pending tasks that wait for a worker
   * @param active tasks that a server holds
   * @param scheduled tasks that wait for their time
   * @param retry failed tasks that wait for their next attempt
   * @param archived tasks that failed for good
   * @param completed tasks kept for their retention
   * @param aggregating tasks that wait in groups
   */
  public record StateCounts(
      long pending,
      long active,
      long scheduled,
      long retry,
      long archived,
      long completed,
      long aggregating) {}

  /**
   * A queue.
   *
   * @param info the queue
   * @param servers how many servers serve it
   */
  static QueueView of(QueueInfo info, int servers) {
    return new QueueView(
        info.name(),
        info.partitions(),
        info.paused(),
        new StateCounts(
            info.pending(),
            info.active(),
            info.scheduled(),
            info.retry(),
            info.archived(),
            info.completed(),
            info.aggregating()),
        info.latency().toMillis(),
        LimitsView.of(info.limits()),
        info.limitedUntil(),
        servers);
  }
}
