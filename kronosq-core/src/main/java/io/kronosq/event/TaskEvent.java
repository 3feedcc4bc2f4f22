package io.kronosq.event;

import io.kronosq.task.TaskError;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a task, told after it was stored.
 *
 * @param type what happened
 * @param taskId the task's id
 * @param taskType the task's type
 * @param queue the task's queue
 * @param server the server that tells it
 * @param at when, by that server's clock
 * @param retried retries spent so far
 * @param maxRetry retries allowed
 * @param runtime how long the handler ran; null where it did not
 * @param error the failure; null where there is none
 * @param retryIn the wait before the next attempt; null unless RETRIED
 */
public record TaskEvent(
    TaskEventType type,
    String taskId,
    String taskType,
    String queue,
    String server,
    Instant at,
    int retried,
    int maxRetry,
    @Nullable Duration runtime,
    @Nullable TaskError error,
    @Nullable Duration retryIn) {}
