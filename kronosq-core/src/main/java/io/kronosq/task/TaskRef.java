package io.kronosq.task;

import static java.util.Objects.requireNonNull;

/**
 * Where a task is found: its queue and its id.
 *
 * @param queue the queue's name
 * @param id the task's id, unique within its queue
 */
public record TaskRef(String queue, String id) {
  /** Checks that both parts are there. */
  public TaskRef {
    requireNonNull(queue, "queue");
    requireNonNull(id, "id");
  }
}
