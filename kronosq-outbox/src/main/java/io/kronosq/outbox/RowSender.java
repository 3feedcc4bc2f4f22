package io.kronosq.outbox;

import io.kronosq.client.EnqueueBatcher;
import io.kronosq.client.LateFailureListener;
import io.kronosq.client.PendingEnqueue;
import io.kronosq.client.PreparedTask;
import io.kronosq.client.PreparedTaskCodec;
import io.kronosq.store.NewTask;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.PayloadException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends rows to the store, which stores each of them once, and tells what came of each. */
final class RowSender {
  private final EnqueueBatcher batcher;
  private final LateFailureListener duplicates;

  /**
   * @param duplicates told of tasks that met others and so are not stored
   */
  RowSender(EnqueueBatcher batcher, LateFailureListener duplicates) {
    this.batcher = batcher;
    this.duplicates = duplicates;
  }

  /**
   * What came of rows. Those that are in neither list are to be sent again.
   *
   * @param done numbers of rows that are not needed any more
   * @param stored how many of these became tasks
   * @param unreadable rows that can't be sent, with the reason
   * @param failure why some are not done; null when there are none
   */
  record Result(
      List<Long> done,
      int stored,
      Map<OutboxRow, String> unreadable,
      @Nullable EnqueueException failure) {}

  /**
   * Sends rows together, in their order, and waits as long as an enqueue may take.
   *
   * @param outbox the name of the outbox
   * @param lowest the number of its first row
   * @param rows in their order
   */
  Result send(String outbox, long lowest, List<OutboxRow> rows) {
    List<Long> numbers = new ArrayList<>(rows.size());
    List<PreparedTask> tasks = new ArrayList<>(rows.size());
    Map<OutboxRow, String> unreadable = new LinkedHashMap<>();
    for (OutboxRow row : rows) {
      try {
        PreparedTask task = PreparedTaskCodec.decode(row.type(), row.data());
        tasks.add(
            task.withTask(task.task().fromRow(new NewTask.Row(outbox, row.number(), lowest))));
        numbers.add(row.number());
      } catch (PayloadException e) {
        unreadable.put(row, String.valueOf(e.getMessage()));
      }
    }
    List<PendingEnqueue> sent = tasks.stream().map(PendingEnqueue::new).toList();
    batcher.submitAll(sent);
    List<Long> done = new ArrayList<>(rows.size());
    int stored = 0;
    EnqueueException failure = null;
    // From the last one on: what is withdrawn because the time is over is then the end of the rows,
    // and none of those behind it gets past it.
    for (int i = sent.size() - 1; i >= 0; i--) {
      try {
        sent.get(i).await(batcher.timeLeft(sent.get(i)));
        stored++;
        done.add(numbers.get(i));
      } catch (DuplicateTaskException e) {
        done.add(numbers.get(i));
        duplicates.onFailure(tasks.get(i), e);
      } catch (EnqueueException e) {
        failure = e;
      }
    }
    return new Result(done, stored, unreadable, failure);
  }
}
