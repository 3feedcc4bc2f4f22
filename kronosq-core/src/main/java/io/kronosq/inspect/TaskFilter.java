package io.kronosq.inspect;

import io.kronosq.task.Attempt;
import io.kronosq.task.TaskInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are meant: those that match every part. An empty text, and null, match all.
 *
 * @param type the task's type; one that ends with {@code *} means all types that begin so
 * @param idPrefix what the id begins with
 * @param error a text in the class or message of the latest error, whatever its case; tasks that
 *     never failed don't match one
 * @param headers headers that the task must have; an empty value means any
 * @param enqueuedBefore tasks enqueued before it, by the clock of the server that enqueued them
 */
public record TaskFilter(
    String type,
    String idPrefix,
    String error,
    Map<String, String> headers,
    @Nullable Instant enqueuedBefore) {
  /** Matches every task. */
  public static final TaskFilter ALL = new TaskFilter("", "", "", Map.of(), null);

  /** Copies the headers. */
  public TaskFilter {
    headers = Map.copyOf(headers);
  }

  /**
   * With a type.
   *
   * @param value exact, or a prefix that ends with {@code *}
   */
  public TaskFilter withType(String value) {
    return new TaskFilter(value, idPrefix, error, headers, enqueuedBefore);
  }

  /**
   * With the beginning of the id.
   *
   * @param value not null
   */
  public TaskFilter withIdPrefix(String value) {
    return new TaskFilter(type, value, error, headers, enqueuedBefore);
  }

  /**
   * With a text of the latest error.
   *
   * @param value not null
   */
  public TaskFilter withError(String value) {
    return new TaskFilter(type, idPrefix, value, headers, enqueuedBefore);
  }

  /**
   * With a header, beside those there are.
   *
   * @param name the header's name
   * @param value its value; empty for any
   */
  public TaskFilter withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new TaskFilter(type, idPrefix, error, more, enqueuedBefore);
  }

  /**
   * With a time before which the task was enqueued.
   *
   * @param value null for any
   */
  public TaskFilter withEnqueuedBefore(@Nullable Instant value) {
    return new TaskFilter(type, idPrefix, error, headers, value);
  }

  /**
   * Whether a task is meant.
   *
   * @param task not null
   */
  public boolean matches(TaskInfo task) {
    return matchesType(task.type())
        && task.ref().id().startsWith(idPrefix)
        && (enqueuedBefore == null || task.enqueuedAt().isBefore(enqueuedBefore))
        && headers.entrySet().stream().allMatch(header -> matchesHeader(task, header))
        && (error.isEmpty() || matchesError(task.attempts().attempts()));
  }

  private boolean matchesType(String value) {
    if (type.endsWith("*")) {
      return value.startsWith(type.substring(0, type.length() - 1));
    }
    return type.isEmpty() || value.equals(type);
  }

  private static boolean matchesHeader(TaskInfo task, Map.Entry<String, String> header) {
    String value = task.headers().get(header.getKey());
    return value != null && (header.getValue().isEmpty() || value.equals(header.getValue()));
  }

  private boolean matchesError(List<Attempt> attempts) {
    return !attempts.isEmpty()
        && attempts
            .get(attempts.size() - 1)
            .error()
            .toString()
            .toLowerCase(Locale.ROOT)
            .contains(error.toLowerCase(Locale.ROOT));
  }
}
