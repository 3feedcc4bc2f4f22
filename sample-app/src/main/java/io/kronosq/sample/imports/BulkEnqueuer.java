package io.kronosq.sample.imports;

import io.kronosq.KronosClient;
import io.kronosq.task.BatchEnqueueException;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** Enqueues the mails of an import, many at a time, behind those that somebody waits for. */
@ApplicationScoped
public class BulkEnqueuer {
  private static final EnqueueOption QUEUE = EnqueueOption.queue("default");

  @Inject KronosClient kronos;

  /**
   * Enqueues rows and notes which of them are stored.
   *
   * @throws EnqueueException when a row could not be stored, even at a second attempt
   */
  void enqueue(List<RowMail> rows, ImportProgress progress) {
    List<Task> tasks = rows.stream().map(RowMail::task).toList();
    Map<Integer, EnqueueException> failures = Map.of();
    try {
      kronos.enqueueAll(tasks, QUEUE);
    } catch (BatchEnqueueException e) {
      failures = e.failures();
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!failures.containsKey(i)) {
        progress.enqueued(rows.get(i).row());
      }
    }
    failures.forEach(
        (index, failure) -> {
          RowMail row = rows.get(index);
          enqueueAgain(row.task(), failure.taskId());
          progress.enqueued(row.row());
        });
  }

  // It may be stored already. Under the same id it can't wait twice, and if it has ended by now,
  // the
  // second mail has the Message-ID of the first.
  private void enqueueAgain(Task task, String id) {
    try {
      kronos.enqueue(task, QUEUE, EnqueueOption.taskId(id));
    } catch (DuplicateTaskException e) {
      // Then the first attempt was stored.
    }
  }
}
