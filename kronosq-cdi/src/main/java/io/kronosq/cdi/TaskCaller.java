package io.kronosq.cdi;

import io.kronosq.handler.TaskContext;
import java.util.Map;
import java.util.Optional;

/**
 * Who was logged in where a task was enqueued, with {@code kronosq.propagate-identity=true}. It is
 * information, for a log or an audit, and no authentication: headers are neither encrypted nor
 * signed, so that whoever may write to Redis, and whatever code may enqueue, can name anybody.
 */
public final class TaskCaller {
  /** The header that carries the name. */
  public static final String HEADER = "kronosq-caller";

  private TaskCaller() {}

  /**
   * The name of the caller who had a task enqueued.
   *
   * @param task the task, as its handler has it
   * @return empty when nobody was logged in, or the name was not sent along
   */
  public static Optional<String> of(TaskContext task) {
    return of(task.headers());
  }

  /**
   * The name of the caller who had a task enqueued, such as one of a batch.
   *
   * @param headers of the task
   * @return empty when nobody was logged in, or the name was not sent along
   */
  public static Optional<String> of(Map<String, String> headers) {
    return Optional.ofNullable(headers.get(HEADER));
  }
}
