package io.kronosq;

import io.kronosq.store.Loop;
import io.kronosq.store.ReportStore;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the history tell how many tasks were pending. All servers offer themselves every minute; the
 * store has one of them count, queues that no server serves too.
 */
final class BacklogSampler {
  private static final Logger LOG = LoggerFactory.getLogger(BacklogSampler.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final TaskStore store;
  private final QueueLooks looks;
  private volatile boolean closed;
  // Loop only.
  private Loop.@Nullable Timer timer;

  BacklogSampler(TaskStore store) {
    this.store = store;
    looks = new QueueLooks(store);
  }

  /** Counts now, and from now on. */
  void start() {
    store.loop().execute(this::sample);
  }

  private void sample() {
    if (closed) {
      return;
    }
    store
        .reports()
        .claimMinute()
        .thenCompose(
            minute ->
                minute.isPresent()
                    ? count(minute.get())
                    : CompletableFuture.<@Nullable Void>completedStage(null))
        .whenComplete(
            (done, failure) -> {
              if (failure != null && !closed) {
                LOG.debug("The backlog was not counted; it is tried again", failure);
              }
              if (!closed) {
                timer = store.loop().schedule(INTERVAL, this::sample);
              }
            });
  }

  private CompletionStage<@Nullable Void> count(Instant minute) {
    return looks
        .first(Integer.MAX_VALUE)
        .thenCompose(
            queues -> {
              ReportStore reports = store.reports();
              List<CompletionStage<Void>> noted = new ArrayList<>();
              for (QueueInfo queue : queues) {
                if (queue.pending() > 0) {
                  noted.add(reports.backlog(queue.name(), minute, queue.pending()));
                }
              }
              long all = queues.stream().mapToLong(QueueInfo::pending).sum();
              noted.add(reports.backlog(ReportStore.ALL_QUEUES, minute, all));
              return CompletableFuture.allOf(
                  noted.stream()
                      .map(CompletionStage::toCompletableFuture)
                      .toArray(CompletableFuture[]::new));
            });
  }

  /** Counts no more. */
  void close() {
    closed = true;
    try {
      store.loop().execute(this::dropTimer);
    } catch (StoreException alreadyClosed) {
      LOG.debug("The store was closed before its backlog sampler", alreadyClosed);
    }
  }

  private void dropTimer() {
    if (timer != null) {
      timer.cancel();
    }
  }
}
