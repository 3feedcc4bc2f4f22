package io.kronosq.worker;

import io.kronosq.store.ClaimRequest;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has an idle partition woken when it may have work. On the loop only. */
final class WorkSignal {
  /** How long one call waits; then the partition is looked at, woken or not. */
  static final Duration WAIT = Duration.ofSeconds(2);

  private final QueueWorker partition;
  private final Worker worker;
  private final TaskStore store;
  private boolean waiting;

  WorkSignal(QueueWorker partition, Worker worker) {
    this.partition = partition;
    this.worker = worker;
    store = worker.store();
  }

  /** Waits, unless it does already. */
  void await() {
    if (waiting || !worker.isRunning()) {
      return;
    }
    waiting = true;
    store.awaitWork(partition.partition(), WAIT).whenComplete(this::ended);
  }

  private void ended(@Nullable Boolean arrived, @Nullable Throwable failure) {
    if (arrived == null) {
      boolean away = Backoff.kind(failure) == StoreException.Kind.NOT_CONNECTED;
      worker.schedule(away ? Backoff.SHORTEST : Backoff.LONGEST, () -> wake(false));
    } else if (arrived && worker.isStopped()) {
      store.claim(new ClaimRequest(partition.partition(), partition.server(), 0, List.of()));
    } else {
      wake(arrived);
    }
  }

  /**
   * Where no slot is free, or the server is quiet, the partition passes the wake-up on by a claim
   * without slots.
   */
  private void wake(boolean arrived) {
    waiting = false;
    partition.woken(arrived);
  }
}
