package io.kronosq.worker;

import io.kronosq.worker.ServerActivity.Partition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks at a server from within, on its loop. */
final class ActivityReport {
  private final Worker worker;

  ActivityReport(Worker worker) {
    this.worker = worker;
  }

  /** Looks as soon as the loop has a moment. Fails when the store is closed. From any thread. */
  CompletionStage<ServerActivity> soon() {
    CompletableFuture<ServerActivity> seen = new CompletableFuture<>();
    try {
      worker.store().loop().execute(() -> seen.complete(now()));
    } catch (RuntimeException closed) {
      seen.completeExceptionally(closed);
    }
    return seen;
  }

  private ServerActivity now() {
    ServerStatus status = worker.status();
    long nanos = worker.time().nanos();
    return new ServerActivity(
        status.state(),
        status.busy() >= status.concurrency(),
        worker
            .partitions()
            .filter(partition -> !partition.isRetired())
            .map(partition -> of(partition, nanos))
            .toList(),
        worker.supervisor().stuckHandlers());
  }

  private static Partition of(QueueWorker partition, long nanos) {
    return new Partition(
        partition.queue(),
        partition.partition(),
        partition.isJoined(),
        since(partition.lease().renewedAt(), nanos),
        since(partition.claimedAt(), nanos),
        Duration.ofNanos(nanos - partition.movedAt()),
        partition.waitsForSlot());
  }

  private static @Nullable Duration since(@Nullable Long at, long nanos) {
    return at == null ? null : Duration.ofNanos(nanos - at);
  }
}
