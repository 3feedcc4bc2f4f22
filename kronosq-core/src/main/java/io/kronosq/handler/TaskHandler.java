package io.kronosq.handler;

/**
 * Processes tasks. A return means success; an exception means failure, and the task is tried again
 * after a while. A task may be processed more than once (at-least-once), so what a handler does
 * should bear repetition.
 */
@FunctionalInterface
public interface TaskHandler {
  /**
   * Processes one task on a thread of its own. When {@link TaskContext#isCancelled} turns true,
   * this thread is interrupted and the handler should return soon.
   *
   * @param context the task and its surroundings
   * @throws SkipRetryException to archive the task at once
   * @throws RetryLaterException to choose the time of the next attempt
   * @throws Exception for any other failure
   */
  void handle(TaskContext context) throws Exception;
}
