package io.kronosq.sample.imports;

import io.kronosq.sample.mail.ImportRow;
import io.kronosq.task.TaskRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of tasks that were started and have not ended. Events name a task, not its row; and to
 * remember the rows of all tasks would cost much for a large import, while few are started at a
 * time.
 */
@ApplicationScoped
public class StartedTasks {
  private final Map<TaskRef, ImportRow> rows = new ConcurrentHashMap<>();

  void add(TaskRef task, ImportRow row) {
    rows.put(task, row);
  }

  /** Takes a task out and returns its row; null when it is not there. */
  @Nullable ImportRow remove(TaskRef task) {
    return rows.remove(task);
  }

  /** Some tasks of an import. */
  List<TaskRef> of(String importId, int limit) {
    return rows.entrySet().stream()
        .filter(entry -> entry.getValue().importId().equals(importId))
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }
}
