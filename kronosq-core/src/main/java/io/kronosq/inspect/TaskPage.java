package io.kronosq.inspect;

import io.kronosq.task.TaskInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of tasks.
 *
 * @param tasks those that matched, in the order of their state: pending in the order in which they
 *     will be taken, scheduled and retry by when they are due, archived and completed by time,
 *     active by server and id. May be empty although more pages follow, when nothing matched among
 *     the tasks looked at.
 * @param next where the next page begins, opaque; null when this is the last one
 * @param scanned how many entries were looked at
 */
public record TaskPage(List<TaskInfo> tasks, @Nullable String next, int scanned) {
  /** Copies the list. */
  public TaskPage {
    tasks = List.copyOf(tasks);
  }
}
