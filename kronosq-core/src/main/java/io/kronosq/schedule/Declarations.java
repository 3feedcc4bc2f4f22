package io.kronosq.schedule;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The schedules that this process wants. Safe for use by many threads. */
final class Declarations {
  private final ScheduleEditor editor;
  private final ScheduleEntry.Origin origin;
  private final Map<String, ScheduleDefinition> wanted = new ConcurrentHashMap<>();

  Declarations(ScheduleEditor editor, ScheduleEntry.Origin origin) {
    this.editor = editor;
    this.origin = origin;
  }

  void add(String id, ScheduleDefinition definition) {
    wanted.put(id, definition);
  }

  /** Whether this process wants a schedule, and it still is of the same origin. */
  boolean contains(ScheduleEntry entry) {
    return entry.origin().equals(origin) && wanted.containsKey(entry.id());
  }

  /** Stores what is not stored yet. */
  CompletionStage<Void> store() {
    return CompletableFuture.allOf(
        wanted.entrySet().stream()
            .map(entry -> store(entry.getKey(), entry.getValue()).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  /** Declares one more; the others stay as newer servers may have declared them since. */
  CompletionStage<Void> store(String id, ScheduleDefinition definition) {
    return editor
        .change(id, ScheduleEditor.declaring(id, definition, origin))
        .thenAccept(stored -> {});
  }
}
