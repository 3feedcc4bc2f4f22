package io.kronosq;

import io.kronosq.inspect.TaskPage;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.store.Answers;
import io.kronosq.store.InspectStore.Entry;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.store.InspectStore.Range;
import io.kronosq.store.Layout;
import io.kronosq.store.TaskStore;
import io.kronosq.task.TaskInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes pages of what the store lists, partition by partition. */
final class TaskPages {
  /** Entries of one call; it bounds the memory of large payloads and the time of Redis. */
  private static final int CHUNK = 250;

  private final TaskStore store;

  TaskPages(TaskStore store) {
    this.store = store;
  }

  /**
   * Where a page begins.
   *
   * @param partition its name
   * @param place behind which entry of it; null for its beginning
   */
  private record Cursor(String partition, @Nullable String place) {
    private static final char MARK = '|';

    static Cursor parse(String text) {
      int mark = text.indexOf(MARK);
      if (mark < 0) {
        throw new IllegalArgumentException(
            "'" + text + "' does not say where a page begins; pass on what the page before said");
      }
      String place = text.substring(mark + 1);
      return new Cursor(text.substring(0, mark), place.isEmpty() ? null : place);
    }

    @Override
    public String toString() {
      return partition + MARK + (place == null ? "" : place);
    }
  }

  TaskPage page(TaskQuery query, List<String> partitions) {
    List<TaskInfo> tasks = new ArrayList<>();
    String after = query.after();
    Cursor at = after == null ? new Cursor(partitions.get(0), null) : Cursor.parse(after);
    if (!partitions.contains(at.partition())) {
      return behindForgotten(at, query.queue());
    }
    int scanned = 0;
    while (true) {
      int wanted = Math.min(CHUNK, query.scan() - scanned);
      if (query.isUnfiltered()) {
        wanted = Math.min(wanted, query.limit() - tasks.size());
      }
      Listing listing =
          Answers.await(
              store
                  .inspection()
                  .list(at.partition(), query.state(), new Range(at.place(), null), wanted));
      for (Entry entry : listing.entries()) {
        scanned++;
        at = new Cursor(at.partition(), entry.place());
        TaskInfo task = entry.task();
        if (task != null && query.filter().matches(task)) {
          tasks.add(task);
        }
        if (tasks.size() == query.limit()) {
          break;
        }
      }
      if (listing.last() && tasks.size() < query.limit()) {
        int next = partitions.indexOf(at.partition()) + 1;
        if (next == partitions.size()) {
          return new TaskPage(tasks, null, scanned);
        }
        at = new Cursor(partitions.get(next), null);
      }
      if (tasks.size() == query.limit() || scanned >= query.scan()) {
        return new TaskPage(tasks, at.toString(), scanned);
      }
    }
  }

  /**
   * A former partition is forgotten once nothing is left in it; it was the last that was listed.
   */
  private static TaskPage behindForgotten(Cursor at, String queue) {
    if (!Layout.queueOf(at.partition()).equals(queue)) {
      throw new IllegalArgumentException(
          "'" + at + "' is not from a page of queue '" + queue + "'; begin with the first page");
    }
    return new TaskPage(List.of(), null, 0);
  }
}
