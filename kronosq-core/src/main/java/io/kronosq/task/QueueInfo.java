package io.kronosq.task;

import java.time.Duration;

/**
 * A queue at one moment.
 *
 * @param name the queue's name
 * @param paused whether workers leave it alone
 * @param pending tasks that wait for a worker
 * @param active tasks that a server holds
 * @param scheduled tasks that wait for their time
 * @param retry failed tasks that wait for their next attempt
 * @param archived tasks that failed for good
 * @param completed tasks kept for their retention
 * @param latency age of the oldest pending task; zero when none is pending
 */
public record QueueInfo(
    String name,
    boolean paused,
    long pending,
    long active,
    long scheduled,
    long retry,
    long archived,
    long completed,
    Duration latency) {
  /** All tasks of the queue, whatever their state. */
  public long size() {
    return pending + active + scheduled + retry + archived + completed;
  }
}
