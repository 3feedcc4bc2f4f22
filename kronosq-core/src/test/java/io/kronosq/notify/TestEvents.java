package io.kronosq.notify;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.task.TaskError;
import java.time.Duration;
import java.time.Instant;

/** Events to tell of. */
final class TestEvents {
  static final Instant START = Instant.parse("2026-05-04T03:02:01Z");

  private TestEvents() {}

  static TaskEvent archived(String type, String id) {
    return archived(type, id, START, "java.io.IOException", "disk full");
  }

  static TaskEvent archived(
      String type, String id, Instant at, String errorClass, String errorMessage) {
    return event(
        TaskEventType.ARCHIVED, type, id, "default", at, 2, error(errorClass, errorMessage));
  }

  static TaskError error(String className, String message) {
    return new TaskError(className, message, className + ": " + message + "\n\tat Some.where");
  }

  static TaskEvent event(
      TaskEventType event,
      String type,
      String id,
      String queue,
      Instant at,
      int retried,
      TaskError error) {
    return new TaskEvent(
        event, id, type, queue, "server-1", at, retried, 4, Duration.ofMillis(5), error, null);
  }
}
