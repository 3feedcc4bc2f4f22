package io.kronosq.notify;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which events a notifier is for.
 *
 * @param events what happened
 * @param types task types; empty for all
 * @param excludedTypes task types that are left out
 * @param queues queues; empty for all
 * @param minAttempts attempts that a task must have had
 */
record EventFilter(
    Set<TaskEventType> events,
    List<NamePattern> types,
    List<NamePattern> excludedTypes,
    List<NamePattern> queues,
    int minAttempts) {
  static final EventFilter DEFAULT =
      new EventFilter(
          EnumSet.of(TaskEventType.ARCHIVED, TaskEventType.STUCK),
          List.of(),
          List.of(),
          List.of(),
          1);

  boolean accepts(TaskEvent event) {
    return events.contains(event.type())
        && (types.isEmpty() || NamePattern.any(types, event.taskType()))
        && !NamePattern.any(excludedTypes, event.taskType())
        && (queues.isEmpty() || NamePattern.any(queues, event.queue()))
        && attempt(event) >= minAttempts;
  }

  /** Which attempt it was. A retry that is told of has been spent already. */
  static int attempt(TaskEvent event) {
    return switch (event.type()) {
      case FAILED, RETRIED -> Math.max(1, event.retried());
      default -> event.retried() + 1;
    };
  }

  EventFilter withEvents(Set<TaskEventType> value) {
    return new EventFilter(Set.copyOf(value), types, excludedTypes, queues, minAttempts);
  }

  EventFilter withTypes(List<NamePattern> value) {
    return new EventFilter(events, value, excludedTypes, queues, minAttempts);
  }

  EventFilter withExcludedTypes(List<NamePattern> value) {
    return new EventFilter(events, types, value, queues, minAttempts);
  }

  EventFilter withQueues(List<NamePattern> value) {
    return new EventFilter(events, types, excludedTypes, value, minAttempts);
  }

  EventFilter withMinAttempts(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("minAttempts must be 1 or more, not " + value);
    }
    return new EventFilter(events, types, excludedTypes, queues, value);
  }
}
