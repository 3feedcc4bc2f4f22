package io.kronosq.inspect;

import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of an action on a task. It was decided by where the task stood at that moment.
 *
 * @param ref the task
 * @param action what was asked for
 * @param stood where the task stood; null when there was none of that id
 */
public record ActionResult(TaskRef ref, TaskAction action, @Nullable TaskState stood) {
  /** Whether it was done. */
  public boolean done() {
    return stood != null && action.isFor(stood);
  }

  /** What was done, or why it was not and what to do instead; for people. */
  public String message() {
    String task = "Task '" + ref.id() + "' of queue '" + ref.queue() + "'";
    String verb = action.name().toLowerCase(Locale.ROOT);
    if (stood == null) {
      return task + " is not there (any more), so there is nothing to " + verb;
    }
    String state = stood.name().toLowerCase(Locale.ROOT);
    if (done()) {
      return task + " was " + state + "; done: " + verb;
    }
    return task
        + " is "
        + state
        + ", and "
        + verb
        + " is for tasks that are "
        + action.states().toString().toLowerCase(Locale.ROOT)
        + (stood == TaskState.ACTIVE ? "; cancel it, or wait until it has ended" : "");
  }
}
