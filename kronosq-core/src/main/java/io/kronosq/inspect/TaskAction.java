package io.kronosq.inspect;

import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskState;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What an operator does to tasks. An active task can only be cancelled. */
public enum TaskAction {
  /**
   * Makes a task pending now. What it has been through counts on: an archived task whose retries
   * are spent gets one attempt. A unique lock that it gave up is not taken again.
   */
  RUN(TaskState.SCHEDULED, TaskState.RETRY, TaskState.ARCHIVED),

  /**
   * Makes an archived task pending, with all retries of {@link EnqueueOption#maxRetry} anew; its
   * history stays.
   */
  RETRY(TaskState.ARCHIVED),

  /** Archives a task, which releases the unique lock that it holds until it is finished. */
  ARCHIVE(TaskState.SCHEDULED, TaskState.PENDING, TaskState.RETRY),

  /** Deletes a task for good, with its history and result; releases its unique lock. */
  DELETE(
      TaskState.SCHEDULED,
      TaskState.PENDING,
      TaskState.RETRY,
      TaskState.ARCHIVED,
      TaskState.COMPLETED,
      TaskState.AGGREGATING),

  /**
   * Asks the server that runs a task to cancel it. The handler is told within a few seconds; if it
   * ends with an exception, the task is archived.
   */
  CANCEL(TaskState.ACTIVE);

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<TaskState> states;

  TaskAction(TaskState first, TaskState... others) {
    states = Collections.unmodifiableSet(EnumSet.of(first, others));
  }

  /** The states of the tasks it is for. */
  public Set<TaskState> states() {
    return states;
  }

  /**
   * Whether it does something to a task of a state.
   *
   * @param state where the task stands
   */
  public boolean isFor(TaskState state) {
    return states.contains(state);
  }
}
