package io.kronosq.inspect;

import io.kronosq.task.Names;
import io.kronosq.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of tasks.
 *
 * @param queue the queue's name
 * @param state where the tasks stand
 * @param filter which of them are meant
 * @param limit most tasks of a page, 1 to {@value #MAX_LIMIT}
 * @param scan most tasks looked at for one page, so that a filter which matches little does not
 *     make a page slow; {@code limit} to {@value #MAX_SCAN}
 * @param after the {@link TaskPage#next()} of the page before; null for the first page
 */
public record TaskQuery(
    String queue, TaskState state, TaskFilter filter, int limit, int scan, @Nullable String after) {
  /** Most tasks of a page. */
  public static final int MAX_LIMIT = 1_000;

  /** Most tasks looked at for a page. */
  public static final int MAX_SCAN = 10_000;

  private static final int DEFAULT_LIMIT = 100;
  private static final int DEFAULT_SCAN = 1_000;

  /** Checks the name of the queue, and the limits. */
  public TaskQuery {
    Names.checkQueue(queue);
    if (limit < 1 || limit > MAX_LIMIT || scan < limit || scan > MAX_SCAN) {
      throw new IllegalArgumentException(
          "A page has 1 to "
              + MAX_LIMIT
              + " tasks and looks at no fewer and at most "
              + MAX_SCAN
              + ", not limit "
              + limit
              + " and scan "
              + scan);
    }
  }

  /**
   * The first 100 tasks of a state.
   *
   * @param queue the queue's name
   * @param state where the tasks stand
   */
  public static TaskQuery of(String queue, TaskState state) {
    return new TaskQuery(queue, state, TaskFilter.ALL, DEFAULT_LIMIT, DEFAULT_SCAN, null);
  }

  /**
   * With a filter.
   *
   * @param value which tasks are meant
   */
  public TaskQuery matching(TaskFilter value) {
    return new TaskQuery(queue, state, value, limit, scan, after);
  }

  /**
   * With a limit, and as many more looked at as that makes necessary.
   *
   * @param value 1 to {@value #MAX_LIMIT}
   */
  public TaskQuery limitedTo(int value) {
    return new TaskQuery(queue, state, filter, value, Math.max(value, scan), after);
  }

  /**
   * Behind a page.
   *
   * @param next what {@link TaskPage#next()} said; null for the first page
   */
  public TaskQuery after(@Nullable String next) {
    return new TaskQuery(queue, state, filter, limit, scan, next);
  }

  /** Whether all tasks of the state are meant. */
  public boolean isUnfiltered() {
    return filter.equals(TaskFilter.ALL);
  }
}
