package io.kronosq.sample.monitor;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task event as the start page gets it.
 *
 * @param number counts events since the start, from 1
 * @param type what happened
 * @param taskId the task's id
 * @param taskType the task's type
 * @param queue the task's queue
 * @param at when
 * @param retried retries spent
 * @param maxRetry retries allowed
 * @param runtimeMillis how long the handler ran; null where it did not
 * @param error the failure; null where there is none
 * @param retryInMillis the wait before the next attempt; null where there is none
 */
public record EventView(
    long number,
    TaskEventType type,
    String taskId,
    String taskType,
    String queue,
    Instant at,
    int retried,
    int maxRetry,
    @Nullable Long runtimeMillis,
    @Nullable String error,
    @Nullable Long retryInMillis) {
  static EventView of(long number, TaskEvent event) {
    return new EventView(
        number,
        event.type(),
        event.taskId(),
        event.taskType(),
        event.queue(),
        event.at(),
        event.retried(),
        event.maxRetry(),
        millis(event.runtime()),
        event.error() == null ? null : event.error().message(),
        millis(event.retryIn()));
  }

  private static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
