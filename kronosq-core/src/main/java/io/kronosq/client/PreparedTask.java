package io.kronosq.client;

import io.kronosq.store.Confirmation;
import io.kronosq.store.NewTask;
import io.kronosq.task.TaskRef;
import org.jspecify.annotations.Nullable;

/**
 * A task as it goes to the store: its payload is written, its options are decided.
 *
 * @param type the task's type
 * @param queue the queue's name
 * @param task what is to be stored; a generated id is made to tell the partition when it is sent
 * @param orderingKey binds it to the partition of all tasks with this key; null for none
 * @param confirmation what it waits for once it is written
 */
public record PreparedTask(
    String type,
    String queue,
    NewTask task,
    @Nullable String orderingKey,
    Confirmation confirmation) {
  /** Where the task will be found, unless a generated id is still to tell the partition. */
  public TaskRef ref() {
    return new TaskRef(queue, task.id());
  }

  /**
   * The same with another task.
   *
   * @param other of the same type and queue
   */
  public PreparedTask withTask(NewTask other) {
    return new PreparedTask(type, queue, other, orderingKey, confirmation);
  }
}
