package io.kronosq.inspect;

import io.kronosq.task.Names;
import io.kronosq.task.TaskState;

/**
 * What a bulk job is to do.
 *
 * @param action what to do to each task
 * @param queue the queue's name
 * @param state where the tasks stand, one that the action is for
 * @param filter which of them are meant
 * @param dryRun whether they are only counted
 * @param startedBy who wants it; empty when nobody is known
 */
public record BulkRequest(
    TaskAction action,
    String queue,
    TaskState state,
    TaskFilter filter,
    boolean dryRun,
    String startedBy) {
  /** Checks the name of the queue, and whether the action is for the state. */
  public BulkRequest {
    Names.checkQueue(queue);
    if (!action.isFor(state)) {
      throw new IllegalArgumentException(
          action + " is for tasks that are " + action.states() + ", not " + state);
    }
  }

  /** Asks for the tasks that are meant. */
  public TaskQuery query() {
    return TaskQuery.of(queue, state).matching(filter);
  }
}
