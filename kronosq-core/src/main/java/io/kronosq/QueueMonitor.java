package io.kronosq;

import io.kronosq.store.Loop;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all queues from time to time, in the background, and tells the metrics of the store; see
 * {@link io.kronosq.metric.MetricsListener#observed}. Each look asks Redis once for each partition,
 * all at the same time.
 */
public final class QueueMonitor implements AutoCloseable {
  /** The first ones by name; it bounds what a look costs where queues are made by the thousand. */
  public static final int MAX_QUEUES = 100;

  private static final Logger LOG = LoggerFactory.getLogger(QueueMonitor.class);

  private final TaskStore store;
  private final QueueLooks looks;
  private final Duration interval;
  private volatile boolean closed;
  // Loop only.
  private Loop.@Nullable Timer timer;

  private QueueMonitor(TaskStore store, Duration interval) {
    this.store = store;
    looks = new QueueLooks(store);
    this.interval = interval;
  }

  /**
   * Looks now, and from now on.
   *
   * @param store an open store with {@link TaskStore#metrics()}; it stays open
   * @param interval between two looks, at least 1 ms
   */
  public static QueueMonitor start(TaskStore store, Duration interval) {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "The interval between two looks at the queues must be at least 1 ms, not " + interval);
    }
    QueueMonitor monitor = new QueueMonitor(store, interval);
    store.loop().execute(monitor::look);
    return monitor;
  }

  private void look() {
    if (closed) {
      return;
    }
    looks.first(MAX_QUEUES).whenComplete(this::looked);
  }

  private void looked(@Nullable List<QueueInfo> infos, @Nullable Throwable failure) {
    if (closed) {
      return;
    }
    if (infos == null) {
      LOG.debug("The queues could not be looked at; it is tried again", failure);
    }
    store.metrics().observed(infos == null ? List.of() : infos);
    timer = store.loop().schedule(interval, this::look);
  }

  /** Looks no more. */
  @Override
  public void close() {
    closed = true;
    try {
      store.loop().execute(this::dropTimer);
    } catch (StoreException alreadyClosed) {
      LOG.debug("The store was closed before its monitor", alreadyClosed);
    }
  }

  private void dropTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
