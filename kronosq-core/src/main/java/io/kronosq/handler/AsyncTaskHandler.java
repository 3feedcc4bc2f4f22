package io.kronosq.handler;

import java.util.concurrent.CompletionStage;

/**
 * Processes tasks without holding a thread meanwhile: it starts the work, and says by a stage when
 * that is done. The task counts as running, and has its slot, until the stage completes.
 *
 * <p>All that holds for a {@link TaskHandler} holds here: a time limit, the retry rules for the
 * exception with which the stage completes, notes, the grace period of a server that stops.
 */
@FunctionalInterface
public interface AsyncTaskHandler {
  /**
   * Starts to process one task. This call has a thread of its own, which is interrupted when {@link
   * TaskContext#isCancelled} turns true; once it has returned, the stage is cancelled instead, by
   * {@code toCompletableFuture().cancel(true)}. That ends a {@code CompletableFuture} at once, but
   * not the work behind it, which has to look at {@link TaskContext#isCancelled} or to hear of it
   * by {@link TaskContext#onCancel}.
   *
   * @param context the task and its surroundings; for use until the stage completes
   * @return completes when the task is done. A value other than null is the task's result, as with
   *     {@link TaskContext#result}; an exception is the failure of the attempt, as if it were
   *     thrown.
   * @throws Exception as {@link TaskHandler#handle} does
   */
  CompletionStage<?> handle(TaskContext context) throws Exception;
}
