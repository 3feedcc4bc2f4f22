package io.kronosq.client;

import io.kronosq.task.EnqueueException;

/** Told of tasks that were held back and then were not enqueued, when no caller waits any more. */
@FunctionalInterface
public interface LateFailureListener {
  /**
   * A task was not enqueued, or not for certain.
   *
   * @param task the task
   * @param reason a {@link io.kronosq.task.DuplicateTaskException} when another task was in its way
   */
  void onFailure(PreparedTask task, EnqueueException reason);
}
