package io.kronosq.admin.live;

import io.kronosq.admin.problem.ProblemException;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events a browser wants.
 *
 * @param kinds which kinds
 * @param queue the queue of tasks; empty for any
 * @param type the type of tasks; one that ends with {@code *} means all types that begin so; empty
 *     for any
 * @param events what may have happened to tasks
 */
record Selection(Set<Kind> kinds, String queue, String type, Set<TaskEventType> events) {
  /** Kinds of events that can be chosen. */
  enum Kind {
    TASK,
    SERVER,
    STATS,
    FINDINGS,
    JOB,
    REDIS
  }

  /** How grave what happened to a task must be. */
  private enum Level {
    INFO(EnumSet.allOf(TaskEventType.class)),
    WARNING(EnumSet.complementOf(EnumSet.of(TaskEventType.STARTED, TaskEventType.SUCCEEDED))),
    ERROR(
        EnumSet.of(
            TaskEventType.FAILED,
            TaskEventType.ARCHIVED,
            TaskEventType.STUCK,
            TaskEventType.REFUSED));

    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<TaskEventType> events;

    Level(Set<TaskEventType> events) {
      this.events = events;
    }
  }

  Selection {
    kinds = Set.copyOf(kinds);
    events = Set.copyOf(events);
  }

  /**
   * What the parameters of a query say; null and empty ones choose all.
   *
   * @throws ProblemException when one can't be understood
   */
  static Selection of(
      @Nullable String kinds,
      @Nullable String queue,
      @Nullable String type,
      @Nullable String event,
      @Nullable String level) {
    Level least =
        level == null || level.isEmpty() ? Level.INFO : Choice.of("level", Level.class, level);
    Set<TaskEventType> events = EnumSet.copyOf(least.events);
    events.retainAll(all("event", TaskEventType.class, event));
    return new Selection(
        all("kinds", Kind.class, kinds),
        queue == null ? "" : queue,
        type == null ? "" : type,
        events);
  }

  private static <E extends Enum<E>> Set<E> all(
      String field, Class<E> type, @Nullable String names) {
    Stream<E> chosen =
        names == null || names.isEmpty()
            ? EnumSet.allOf(type).stream()
            : Arrays.stream(names.split(",", -1)).map(name -> Choice.of(field, type, name.trim()));
    return chosen.collect(Collectors.toSet());
  }

  boolean has(Kind kind) {
    return kinds.contains(kind);
  }

  boolean has(TaskEvent event) {
    return has(Kind.TASK)
        && events.contains(event.type())
        && (queue.isEmpty() || queue.equals(event.queue()))
        && (type.isEmpty() || hasType(event.taskType()));
  }

  private boolean hasType(String taskType) {
    return type.endsWith("*")
        ? taskType.startsWith(type.substring(0, type.length() - 1))
        : type.equals(taskType);
  }
}
