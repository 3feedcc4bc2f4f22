package io.kronosq;

import static io.kronosq.store.Answers.await;

import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.store.InspectStore.Entry;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.store.InspectStore.Range;
import io.kronosq.store.JobStore.Portion;
import io.kronosq.store.TaskStore;
import io.kronosq.task.TaskInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the tasks of a state that stood in a partition at one moment, in portions that keep
 * the store busy for a few milliseconds each.
 */
final class TaskScan {
  private static final int CHUNK = 250;

  /** Payload bytes of the tasks of one portion. */
  private static final long MOST_BYTES = 1_000_000;

  private final TaskStore store;
  private final TaskQuery query;
  private final @Nullable TaskAction action;

  /**
   * @param action what portions tell to do; null for a count
   */
  TaskScan(TaskStore store, TaskQuery query, @Nullable TaskAction action) {
    this.store = store;
    this.query = query;
    this.action = action;
  }

  /**
   * The next portions; empty at the end.
   *
   * @param partition one of the queue
   * @param extent what it had when the scan began
   * @param at the {@link Portion#to} of the portion before; null at the beginning
   * @param passed how many entries were
   */
  List<Portion> next(String partition, Extent extent, @Nullable String at, long passed) {
    int most = (int) Math.min(CHUNK, extent.size() - passed);
    if (most <= 0 || Portion.END.equals(at)) {
      return List.of();
    }
    Listing listing =
        await(
            store.inspection().list(partition, query.state(), new Range(at, extent.last()), most));
    List<Portion> portions = portions(at, listing.entries());
    if (listing.last() && !portions.isEmpty()) {
      int last = portions.size() - 1;
      portions.set(last, portions.get(last).asLast());
    }
    return portions;
  }

  /** Portions whose tasks are together not too large to be moved at once. */
  private List<Portion> portions(@Nullable String at, List<Entry> entries) {
    List<Portion> portions = new ArrayList<>();
    List<String> matched = new ArrayList<>();
    String from = at;
    String to = at;
    int scanned = 0;
    long bytes = 0;
    for (Entry entry : entries) {
      TaskInfo task = entry.task();
      if (task != null && query.filter().matches(task)) {
        bytes += task.payload().length;
        if (bytes > MOST_BYTES && to != null && scanned > 0) {
          portions.add(new Portion(from, to, scanned, matched, query.state(), action));
          matched.clear();
          from = to;
          scanned = 0;
          bytes = task.payload().length;
        }
        matched.add(task.ref().id());
      }
      scanned++;
      to = entry.place();
    }
    if (to != null && scanned > 0) {
      portions.add(new Portion(from, to, scanned, matched, query.state(), action));
    }
    return portions;
  }
}
