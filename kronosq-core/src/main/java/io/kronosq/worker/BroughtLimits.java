package io.kronosq.worker;

import io.kronosq.inspect.LimitSettings;
import io.kronosq.store.LimitTarget;
import io.kronosq.store.TaskStore;
import io.kronosq.task.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the store the limits that a server brings along, beside those that were set at run time;
 * again and again until they are stored. On the loop only.
 */
final class BroughtLimits {
  private static final Logger LOG = LoggerFactory.getLogger(BroughtLimits.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final TaskStore store;
  private final Worker worker;

  BroughtLimits(TaskStore store, Worker worker) {
    this.store = store;
    this.worker = worker;
  }

  void bring(String partition, LimitSettings limits) {
    CompletableFuture.allOf(
            bring(partition, new LimitTarget.Queue(true), limits.queue()),
            bring(partition, new LimitTarget.EachKey(true), limits.keys()))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "The limits of {} are not stored yet; trying again: {}",
                    partition,
                    String.valueOf(failure));
                worker.schedule(RETRY, () -> bring(partition, limits));
              }
            });
  }

  private CompletableFuture<Void> bring(String partition, LimitTarget target, Limits limits) {
    return limits.isNone()
        ? CompletableFuture.completedFuture(null)
        : store.limits().set(partition, target, limits).toCompletableFuture();
  }
}
