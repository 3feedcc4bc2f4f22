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
            .map(
                entry ->
                    editor.change(
                        entry.getKey(),
                        ScheduleEditor.declaring(entry.getKey(), entry.getValue(), origin)))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }
}
