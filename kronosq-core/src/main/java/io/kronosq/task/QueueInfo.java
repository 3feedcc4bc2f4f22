package io.kronosq.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A queue at one moment.
 *
 * @param name the queue's name
 * @param partitions how many partitions new tasks are spread over, 1 or more
 * @param paused whether workers leave it alone
 * @param pending tasks that wait for a worker
 * @param active tasks that a server holds
 * @param scheduled tasks that wait for their time
 * @param retry failed tasks that wait for their next attempt
 * @param archived tasks that failed for good
 * @param completed tasks kept for their retention
 * @param aggregating tasks that wait in groups for others
 * @param latency age of the oldest pending task, since it was due or, if that is to come, enqueued;
 *     zero when none is pending. With limit keys, that of the oldest at the heads of some of them.
 * @param limits the limits that hold for the queue
 * @param limitedUntil when its rate allows the next task; null when that is now
 */
public record QueueInfo(
    String name,
    int partitions,
    boolean paused,
    long pending,
    long active,
    long scheduled,
    long retry,
    long archived,
    long completed,
    long aggregating,
    Duration latency,
    Limits limits,
    @Nullable Instant limitedUntil) {
  /**
   * What the partitions of a queue are together: sums, and the worst latency.
   *
   * @param name the queue's name
   * @param partitions how many partitions new tasks are spread over
   * @param parts what each partition is by itself, not empty
   */
  public static QueueInfo together(String name, int partitions, List<QueueInfo> parts) {
    return new QueueInfo(
        name,
        partitions,
        parts.stream().allMatch(QueueInfo::paused),
        sum(parts, QueueInfo::pending),
        sum(parts, QueueInfo::active),
        sum(parts, QueueInfo::scheduled),
        sum(parts, QueueInfo::retry),
        sum(parts, QueueInfo::archived),
        sum(parts, QueueInfo::completed),
        sum(parts, QueueInfo::aggregating),
        parts.stream().map(QueueInfo::latency).max(Duration::compareTo).orElse(Duration.ZERO),
        parts.get(0).limits(),
        limitedUntil(parts));
  }

  /** When the first of the partitions may go on. */
  private static @Nullable Instant limitedUntil(List<QueueInfo> parts) {
    return parts.stream().anyMatch(part -> part.limitedUntil() == null)
        ? null
        : parts.stream().map(QueueInfo::limitedUntil).min(Comparator.naturalOrder()).orElse(null);
  }

  private static long sum(List<QueueInfo> parts, ToLongFunction<QueueInfo> number) {
    return parts.stream().mapToLong(number).sum();
  }

  /** All tasks of the queue, whatever their state. */
  public long size() {
    return pending + active + scheduled + retry + archived + completed + aggregating;
  }
}
