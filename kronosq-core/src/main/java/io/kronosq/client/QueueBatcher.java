package io.kronosq.client;

import io.kronosq.store.NewTask;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The enqueues of one queue. All but {@link #add} and {@link #flushSoon} happens on the store's
 * loop.
 */
final class QueueBatcher {
  private static final int MAX_TASKS = 500;
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final int MAX_IN_FLIGHT = 3;
  private static final Duration RECONNECT_WAIT = Duration.ofMillis(50);

  private final TaskStore store;
  private final String queue;
  private final TimeSource time;
  private final Queue<PendingEnqueue> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean flushRequested = new AtomicBoolean();
  private final ArrayDeque<PendingEnqueue> waiting = new ArrayDeque<>();
  private int inFlight;
  private boolean disconnected;

  QueueBatcher(TaskStore store, String queue, TimeSource time) {
    this.store = store;
    this.queue = queue;
    this.time = time;
  }

  void add(PendingEnqueue enqueue) {
    arrived.add(enqueue);
  }

  void flushSoon() {
    if (!flushRequested.get() && flushRequested.compareAndSet(false, true)) {
      try {
        store.loop().execute(this::flush);
      } catch (StoreException closed) {
        flushRequested.set(false);
        failAll(closed);
      }
    }
  }

  private void flush() {
    flushRequested.set(false);
    for (PendingEnqueue next = arrived.poll(); next != null; next = arrived.poll()) {
      waiting.add(next);
    }
    // A second call under way pays only when it is full: it would otherwise split what belongs
    // together.
    while (!disconnected && !waiting.isEmpty()) {
      if (inFlight > 0 && (waiting.size() < MAX_TASKS || inFlight >= MAX_IN_FLIGHT)) {
        return;
      }
      send(nextBatch());
    }
  }

  private List<PendingEnqueue> nextBatch() {
    List<PendingEnqueue> batch = new ArrayList<>(Math.min(waiting.size(), MAX_TASKS));
    long bytes = 0;
    while (batch.size() < MAX_TASKS && !waiting.isEmpty()) {
      bytes += waiting.getFirst().task().envelope().length;
      if (bytes > MAX_BYTES && !batch.isEmpty()) {
        break;
      }
      PendingEnqueue next = waiting.removeFirst();
      if (next.take()) {
        batch.add(next);
      }
    }
    return batch;
  }

  private void send(List<PendingEnqueue> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<NewTask> tasks = new ArrayList<>(batch.size());
    for (PendingEnqueue enqueue : batch) {
      tasks.add(enqueue.task());
    }
    inFlight++;
    store
        .enqueue(queue, tasks)
        .whenComplete(
            (conflicts, failure) -> {
              inFlight--;
              if (failure == null) {
                complete(batch, conflicts);
              } else {
                fail(
                    batch,
                    failure instanceof CompletionException e && e.getCause() != null
                        ? e.getCause()
                        : failure);
              }
              flush();
            });
  }

  private void complete(List<PendingEnqueue> batch, Map<Integer, String> conflicts) {
    for (int i = 0; i < batch.size(); i++) {
      PendingEnqueue enqueue = batch.get(i);
      String other = conflicts.isEmpty() ? null : conflicts.get(i);
      if (other == null) {
        enqueue.stored();
      } else {
        enqueue.completeExceptionally(
            new DuplicateTaskException(enqueue.task().id(), other, queue));
      }
    }
  }

  private void fail(List<PendingEnqueue> batch, Throwable failure) {
    if (failure instanceof StoreException store
        && store.kind() == StoreException.Kind.NOT_CONNECTED) {
      waitForConnection(batch, store);
      return;
    }
    boolean unknown =
        !(failure instanceof StoreException store)
            || store.kind() == StoreException.Kind.UNANSWERED;
    for (PendingEnqueue enqueue : batch) {
      enqueue.completeExceptionally(
          unknown
              ? enqueue.failure(
                  "Redis did not answer whether task "
                      + enqueue.task().id()
                      + " is stored; enqueue it again with EnqueueOption.taskId(\""
                      + enqueue.task().id()
                      + "\") to be sure. "
                      + failure.getMessage(),
                  Outcome.UNKNOWN,
                  failure)
              : notWritten(enqueue, failure));
    }
  }

  /** Nothing was sent, so trying again is safe; each task does so until its time is over. */
  private void waitForConnection(List<PendingEnqueue> batch, StoreException failure) {
    long now = time.nanos();
    for (int i = batch.size() - 1; i >= 0; i--) {
      PendingEnqueue enqueue = batch.get(i);
      enqueue.obstacle = failure;
      enqueue.giveBack();
      waiting.addFirst(enqueue);
    }
    waiting.removeIf(
        enqueue -> {
          boolean expired = enqueue.expiresAt - now <= 0;
          if (expired && enqueue.take()) {
            enqueue.completeExceptionally(notWritten(enqueue, failure));
          }
          return expired;
        });
    if (!waiting.isEmpty() && !disconnected) {
      disconnected = true;
      store
          .loop()
          .schedule(
              RECONNECT_WAIT,
              () -> {
                disconnected = false;
                flush();
              });
    }
  }

  private void failAll(StoreException closed) {
    for (PendingEnqueue next = arrived.poll(); next != null; next = arrived.poll()) {
      next.completeExceptionally(notWritten(next, closed));
    }
  }

  private static Throwable notWritten(PendingEnqueue enqueue, @Nullable Throwable failure) {
    String why = failure == null ? "" : failure.getMessage();
    return enqueue.failure(
        "Task " + enqueue.task().id() + " was not stored. " + why, Outcome.NOT_WRITTEN, failure);
  }
}
