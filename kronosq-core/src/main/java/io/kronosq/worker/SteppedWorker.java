package io.kronosq.worker;

import io.kronosq.feed.FeedWriter;
import io.kronosq.store.Answers;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A worker without threads and timers: each call takes one task, runs its handler on the calling
 * thread, and stores what came of it before it returns. Used by one thread at a time; only {@link
 * #timePassed()} may be called by others.
 *
 * <p>Tasks are taken, run and settled as {@link Worker} does it. What needs a second thread is not
 * there: a handler that hangs is not interrupted unless {@link #timePassed()} is called meanwhile,
 * cancellations by operators reach no handler that runs, and dead servers' tasks are left to
 * others.
 */
public final class SteppedWorker implements AutoCloseable {
  /** Bounds a step that finds ever more to remove. */
  private static final int MOST_EXPIRIES = 100;

  private final TaskStore store;
  private final ServerSettings settings;
  private final Handling handling;
  private final TimeSource time;
  private final EventReporter reporter;
  private final OutcomeCounts counts = new OutcomeCounts();
  private final Map<String, Integer> weights;
  private final Map<String, SteppedPartition> partitions = new LinkedHashMap<>();
  private QueueOrder<String> order;
  private volatile @Nullable SteppedPartition running;

  /**
   * @param store where tasks are
   * @param settings queues, limits that are brought along, failures; the rest is not used
   * @param handling how tasks are handed to handlers
   * @param listeners hear of events, on the calling thread
   * @param time tells the time, which the store's clock corrects
   */
  public SteppedWorker(
      TaskStore store,
      ServerSettings settings,
      Handling handling,
      EventListeners listeners,
      TimeSource time) {
    this.store = store;
    this.settings = settings;
    this.handling = handling;
    this.time = time;
    weights = new LinkedHashMap<>(settings.queues());
    order = orderOf(weights);
    reporter =
        new EventReporter(
            new EventDispatcher(
                listeners,
                new FeedWriter(store.feed(), store.loop()),
                Runnable::run,
                settings.eventBuffer(),
                store.metrics()),
            counts,
            store.metrics());
  }

  private QueueOrder<String> orderOf(Map<String, Integer> queues) {
    List<QueueOrder.Weighted<String>> weighted = new ArrayList<>();
    queues.forEach((name, weight) -> weighted.add(new QueueOrder.Weighted<>(name, weight)));
    return settings.strictPriority() ? QueueOrder.strict(weighted) : QueueOrder.weighted(weighted);
  }

  /**
   * Serves one more queue from now on, with weight 1, unless it is served already.
   *
   * @param queue its name
   */
  public void serve(String queue) {
    if (weights.putIfAbsent(queue, 1) == null) {
      order = orderOf(weights);
    }
  }

  /**
   * Runs one task that is due, of the queue whose turn it is.
   *
   * @return what came of it; empty when no task is due, or limits hold all of them back
   * @throws StoreException when the store fails
   * @throws IllegalStateException when called by a handler that this worker runs, or when an
   *     asynchronous handler does not end within half a minute
   */
  public Optional<RunResult> runOne() {
    if (running != null) {
      throw new IllegalStateException(
          "A handler can't have the worker that runs it run another task; it runs one at a time");
    }
    Set<String> empty = new HashSet<>();
    for (String queue = order.next(name -> !empty.contains(name));
        queue != null;
        queue = order.next(name -> !empty.contains(name))) {
      for (SteppedPartition partition : partitionsOf(queue)) {
        RunResult result = run(partition);
        if (result != null) {
          return Optional.of(result);
        }
      }
      empty.add(queue);
    }
    return Optional.empty();
  }

  private @Nullable RunResult run(SteppedPartition partition) {
    running = partition;
    try {
      RunResult result = partition.runOne();
      if (result != null) {
        storeCounts(partition.now());
      }
      return result;
    } finally {
      running = null;
    }
  }

  private void storeCounts(Instant now) {
    for (OutcomeCounts.Unstored unstored : counts.take(now)) {
      Answers.await(store.reports().add(unstored.queue(), unstored.minute(), unstored.counts()));
    }
  }

  /**
   * When the next task is due that was not when {@link #runOne} last found none: one that is
   * delayed or waits for its next attempt, a group, or one that a rate holds back. Empty when there
   * is nothing to wait for.
   */
  public Optional<Instant> nextDue() {
    return partitions.values().stream()
        .map(SteppedPartition::nextDue)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder());
  }

  /** Cancels the handler that runs, if its time is over. May be called on any thread. */
  public void timePassed() {
    SteppedPartition busy = running;
    if (busy != null) {
      busy.timePassed();
    }
  }

  /**
   * Removes completed and archived tasks whose time is over.
   *
   * @throws StoreException when the store fails
   */
  public void expire() {
    for (String queue : weights.keySet()) {
      for (SteppedPartition partition : partitionsOf(queue)) {
        int calls = 0;
        while (partition.expire() > 0 && calls < MOST_EXPIRIES) {
          calls++;
        }
      }
    }
  }

  private List<SteppedPartition> partitionsOf(String queue) {
    QueueLayouts known = store.partitions().known(queue);
    QueueLayouts layouts = known == null ? Answers.await(store.partitions().layouts(queue)) : known;
    return layouts.partitions().stream()
        .map(name -> partitions.computeIfAbsent(name, fresh -> join(queue, fresh)))
        .toList();
  }

  private SteppedPartition join(String queue, String name) {
    SteppedPartition partition = new SteppedPartition(queue, name, this);
    partition.join();
    return partition;
  }

  /** Gives all leases up. The store stays open. */
  @Override
  public void close() {
    partitions.values().forEach(SteppedPartition::leave);
    partitions.clear();
  }

  TaskStore store() {
    return store;
  }

  ServerSettings settings() {
    return settings;
  }

  Handling handling() {
    return handling;
  }

  TimeSource time() {
    return time;
  }

  EventReporter reporter() {
    return reporter;
  }
}
