package io.kronosq.it;

import io.kronosq.KronosClient;
import io.kronosq.it.redeploy.Work;
import io.kronosq.task.Task;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Enqueues tasks all the while, some hundred a second. */
final class Producer implements AutoCloseable {
  private static final int BATCH = 2;
  private static final Duration INTERVAL = Duration.ofMillis(10);

  /** Long enough that some are running whenever the application stops. */
  private static final int TASK_MILLIS = 20;

  private final KronosClient client;
  private final String prefix;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> enqueuing;

  /**
   * Starts to enqueue.
   *
   * @param client stays open
   * @param prefix what the names of the work start with
   */
  Producer(KronosClient client, String prefix) {
    this.client = client;
    this.prefix = prefix;
    enqueuing =
        thread.scheduleAtFixedRate(this::enqueue, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void enqueue() {
    for (int i = 0; i < BATCH; i++) {
      Work work = new Work(prefix + "-" + names.size(), TASK_MILLIS);
      client.enqueue(Task.of("redeploy:slow", work));
      names.add(work.name());
    }
  }

  /**
   * Enqueues nothing any more.
   *
   * @return the names of all work whose enqueue returned
   * @throws AssertionError when one failed
   */
  Set<String> stop() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(20, TimeUnit.SECONDS)) {
      throw new AssertionError("An enqueue does not end");
    }
    if (!enqueuing.isCancelled()) {
      try {
        enqueuing.get();
      } catch (ExecutionException e) {
        throw new AssertionError("An enqueue failed", e.getCause());
      }
    }
    return Set.copyOf(names);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
