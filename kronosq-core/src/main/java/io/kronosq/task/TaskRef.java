package io.kronosq.task;

import static java.util.Objects.requireNonNull;

/**
 * Where a task is found: its queue and its id. Two are equal when they lead to the same task.
 *
 * @param queue the queue's name
 * @param id the task's id, unique within its queue
 * @param replaced whether it was there before and the enqueue that answers this replaced what was
 *     waiting, see {@link Unique#replacing}
 */
public record TaskRef(String queue, String id, boolean replaced) {
  /** Checks that both parts are there. */
  public TaskRef {
    requireNonNull(queue, "queue");
    requireNonNull(id, "id");
  }

  /**
   * Where a task is found.
   *
   * @param queue the queue's name
   * @param id the task's id
   */
  public TaskRef(String queue, String id) {
    this(queue, id, false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskRef ref && ref.queue.equals(queue) && ref.id.equals(id);
  }

  @Override
  public int hashCode() {
    return 31 * queue.hashCode() + id.hashCode();
  }
}
