package io.kronosq;

import static io.kronosq.store.Answers.await;

import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.JobStore.Portion;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An action on all tasks of a state that match a filter, in chunks that keep the store busy for a
 * few milliseconds each. It works on the tasks that stand in the state when it begins, and ends
 * however many come meanwhile. Of those that come, scheduled and retry ones may be met where they
 * fall between others that were there before; pending, archived and completed ones are not.
 *
 * <p>It ends with this process; one that others can watch, and go on with, is started by {@link
 * Inspector#jobs}.
 *
 * <p>Made by {@link Inspector#bulk}. It may be counted and run any number of times, by one thread
 * at a time; {@link #cancel} is for any thread.
 */
public final class BulkAction {
  private final TaskStore store;
  private final TaskAction action;
  private final TaskQuery query;
  private volatile boolean cancelled;

  BulkAction(TaskStore store, TaskAction action, TaskQuery query) {
    if (!action.isFor(query.state())) {
      throw new IllegalArgumentException(
          action + " is for tasks that are " + action.states() + ", not " + query.state());
    }
    this.store = store;
    this.action = action;
    this.query = query;
  }

  /**
   * Counts the tasks that are meant, and changes none.
   *
   * @param progress told after each chunk, on the calling thread
   * @return the last progress, in which {@link BulkProgress#matched} is the number
   * @throws StoreException when the store can't be asked
   */
  public BulkProgress count(Consumer<BulkProgress> progress) {
    return scan(progress, (partition, ids, tally) -> {});
  }

  /**
   * Does it.
   *
   * @param progress told after each chunk, on the calling thread
   * @return the last progress
   * @throws StoreException when the store can't be asked; what was done until then is done
   */
  public BulkProgress run(Consumer<BulkProgress> progress) {
    return scan(progress, this::apply);
  }

  /** Ends a count or run after the chunk that it is at, and those that follow at once. */
  public void cancel() {
    cancelled = true;
  }

  private interface Step {
    void apply(String partition, List<String> ids, Tally tally);
  }

  private void apply(String partition, List<String> ids, Tally tally) {
    Map<String, TaskState> stood = await(store.inspection().apply(partition, action, ids));
    tally.applied((int) stood.values().stream().filter(action::isFor).count(), ids.size());
  }

  private BulkProgress scan(Consumer<BulkProgress> progress, Step step) {
    List<String> partitions = await(store.partitions().layouts(query.queue())).partitions();
    List<Extent> extents = new ArrayList<>(partitions.size());
    for (String partition : partitions) {
      extents.add(await(store.inspection().extent(partition, query.state())));
    }
    Tally tally = new Tally(extents.stream().mapToLong(Extent::size).sum());
    for (int i = 0; i < partitions.size() && !cancelled; i++) {
      scan(partitions.get(i), extents.get(i), tally, progress, step);
    }
    return tally.progress(cancelled);
  }

  private void scan(
      String partition, Extent extent, Tally tally, Consumer<BulkProgress> progress, Step step) {
    TaskScan scan = new TaskScan(store, query, action);
    String at = null;
    long passed = 0;
    while (!cancelled) {
      List<Portion> portions = scan.next(partition, extent, at, passed);
      if (portions.isEmpty()) {
        return;
      }
      for (Portion portion : portions) {
        tally.scanned(portion.scanned(), portion.matched().size());
        if (!portion.matched().isEmpty()) {
          step.apply(partition, portion.matched(), tally);
        }
        passed += portion.scanned();
        at = portion.to();
      }
      progress.accept(tally.progress(cancelled));
    }
  }

  /** What a scan has come to; one thread uses it. */
  private static final class Tally {
    private final long total;
    private long scanned;
    private long matched;
    private long changed;
    private long refused;

    Tally(long total) {
      this.total = total;
    }

    void scanned(int entries, int meant) {
      scanned += entries;
      matched += meant;
    }

    void applied(int done, int toDo) {
      changed += done;
      refused += toDo - done;
    }

    BulkProgress progress(boolean cancelled) {
      return new BulkProgress(total, scanned, matched, changed, refused, cancelled);
    }
  }
}
