package io.kronosq.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * @param text a text in the id, the type, a header's name or value, or the stored payload read as
 *     UTF-8, whatever its case; a payload that is compressed or encrypted is not read
 * @param error a text in the class or message of the latest error, whatever its case; tasks that
 *     never failed don't match one
 * @param headers headers that the task must have; an empty value means any
 * @param enqueuedAfter tasks enqueued then or later, by the clock of the server that enqueued them
 * @param enqueuedBefore tasks enqueued before it, by the clock of the server that enqueued them
 */
public record TaskFilter(
    String type,
    String idPrefix,
    String text,
    String error,
    Map<String, String> headers,
    @Nullable Instant enqueuedAfter,
    @Nullable Instant enqueuedBefore) {
  /** Matches every task. */
  public static final TaskFilter ALL = new TaskFilter("", "", "", "", Map.of(), null, null);

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
    return new TaskFilter(value, idPrefix, text, error, headers, enqueuedAfter, enqueuedBefore);
  }

  /**
   * With the beginning of the id.
   *
   * @param value not null
   */
  public TaskFilter withIdPrefix(String value) {
    return new TaskFilter(type, value, text, error, headers, enqueuedAfter, enqueuedBefore);
  }

  /**
   * With a text that stands somewhere in the task.
   *
   * @param value not null
   */
  public TaskFilter withText(String value) {
    return new TaskFilter(type, idPrefix, value, error, headers, enqueuedAfter, enqueuedBefore);
  }

  /**
   * With a text of the latest error.
   *
   * @param value not null
   */
  public TaskFilter withError(String value) {
    return new TaskFilter(type, idPrefix, text, value, headers, enqueuedAfter, enqueuedBefore);
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
    return new TaskFilter(type, idPrefix, text, error, more, enqueuedAfter, enqueuedBefore);
  }

  /**
   * With a time since which the task was enqueued.
   *
   * @param value null for any
   */
  public TaskFilter withEnqueuedAfter(@Nullable Instant value) {
    return new TaskFilter(type, idPrefix, text, error, headers, value, enqueuedBefore);
  }

  /**
   * With a time before which the task was enqueued.
   *
   * @param value null for any
   */
  public TaskFilter withEnqueuedBefore(@Nullable Instant value) {
    return new TaskFilter(type, idPrefix, text, error, headers, enqueuedAfter, value);
  }

  /**
   * Whether a task is meant.
   *
   * @param task not null
   */
  public boolean matches(TaskInfo task) {
    return matchesType(task.type())
        && task.ref().id().startsWith(idPrefix)
        && (enqueuedAfter == null || !task.enqueuedAt().isBefore(enqueuedAfter))
        && (enqueuedBefore == null || task.enqueuedAt().isBefore(enqueuedBefore))
        && headers.entrySet().stream().allMatch(header -> matchesHeader(task, header))
        && (error.isEmpty() || matchesError(task.attempts().attempts()))
        && (text.isEmpty() || matchesText(task));
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
        && contains(
            attempts.get(attempts.size() - 1).error().toString(), error.toLowerCase(Locale.ROOT));
  }

  private boolean matchesText(TaskInfo task) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return contains(task.ref().id(), wanted)
        || contains(task.type(), wanted)
        || task.headers().entrySet().stream()
            .anyMatch(
                header -> contains(header.getKey(), wanted) || contains(header.getValue(), wanted))
        || contains(new String(task.payload(), UTF_8), wanted);
  }

  private static boolean contains(String where, String wantedInLowerCase) {
    return where.toLowerCase(Locale.ROOT).contains(wantedInLowerCase);
  }
}
