package io.kronosq.admin.live;

import io.kronosq.event.ServerEvent;
import io.kronosq.event.TaskEvent;

/** What the servers that share a Redis tell. */
sealed interface LiveEvent {
  /** Where one resumes after it. */
  String id();

  /** Something happened to a task. */
  record OfTask(String id, TaskEvent event) implements LiveEvent {}

  /** Something happened to a server. */
  record OfServer(String id, ServerEvent event) implements LiveEvent {}

  /** Events between the one that was asked for and this place are not in Redis any more. */
  record Missed(String id) implements LiveEvent {}
}
