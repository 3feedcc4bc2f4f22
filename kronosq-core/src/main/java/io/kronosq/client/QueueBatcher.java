package io.kronosq.client;

import io.kronosq.store.Confirmation;
import io.kronosq.store.Encounter;
import io.kronosq.store.EnqueueReply;
import io.kronosq.store.NewTask;
import io.kronosq.store.PartitionStore;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The enqueues of one queue. All but {@link #add} and {@link #flushSoon} happens on the store's
 * loop.
 */
final class QueueBatcher {
  private static final Duration RECONNECT_WAIT = Duration.ofMillis(50);

  /** While a change of the number of partitions is under way, how often it is looked for. */
  private static final Duration MOVED_WAIT = Duration.ofMillis(20);

  private final TaskStore store;
  private final PartitionStore partitions;
  private final FormerPartitions former;
  private final String queue;
  private final Confirmation confirmation;
  private final TimeSource time;
  private final Queue<PendingEnqueue> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean flushRequested = new AtomicBoolean();

  /** Those that may go to any partition. */
  private final BatchLine anywhere = new BatchLine();

  private @Nullable Routes routes;
  private boolean asking;

  QueueBatcher(TaskStore store, String queue, Confirmation confirmation, TimeSource time) {
    this.store = store;
    this.queue = queue;
    this.confirmation = confirmation;
    this.time = time;
    partitions = store.partitions();
    former = new FormerPartitions(store, confirmation);
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
    Routes now = routes();
    for (PendingEnqueue next = arrived.poll(); next != null; next = arrived.poll()) {
      lineOf(next).add(next);
    }
    if (now == null) {
      askForLayouts();
      return;
    }
    for (Route route = now.leastGiven();
        route != null && anywhere.mayGo();
        route = now.leastGiven()) {
      send(anywhere, now, route);
    }
    if (now.all().size() > 1) {
      for (Route route : now.all()) {
        while (route.bound().mayGo() && !route.isAway()) {
          send(route.bound(), now, route);
        }
      }
    }
  }

  private BatchLine lineOf(PendingEnqueue enqueue) {
    Route only = routes == null ? null : routes.bound(enqueue);
    return only == null ? anywhere : only.bound();
  }

  /** By the present layouts; null while they are not known. */
  private @Nullable Routes routes() {
    QueueLayouts layouts = partitions.known(queue);
    Routes present = routes;
    if (layouts != null && (present == null || !present.layouts().equals(layouts))) {
      List<PendingEnqueue> waiting = new ArrayList<>();
      if (present != null) {
        present.all().forEach(route -> route.bound().drainTo(waiting::add));
      }
      anywhere.drainTo(waiting::add);
      routes = new Routes(layouts);
      waiting.forEach(enqueue -> lineOf(enqueue).add(enqueue));
    }
    return routes;
  }

  /** Only before the first enqueue of the process. */
  private void askForLayouts() {
    if (asking || anywhere.isEmpty()) {
      return;
    }
    asking = true;
    partitions
        .layouts(queue)
        .whenComplete(
            (layouts, failure) -> {
              if (failure == null) {
                asking = false;
                flush();
              } else {
                List<PendingEnqueue> waiting = new ArrayList<>();
                anywhere.drainTo(waiting::add);
                if (isRefused(cause(failure))) {
                  asking = false;
                  waiting.forEach(
                      enqueue ->
                          enqueue.completeExceptionally(notWritten(enqueue, cause(failure))));
                } else {
                  putBack(waiting, cause(failure));
                  later(RECONNECT_WAIT, () -> asking = false);
                }
              }
            });
  }

  private static boolean isRefused(Throwable failure) {
    return failure instanceof StoreException known && known.kind() == StoreException.Kind.REFUSED;
  }

  private void send(BatchLine line, Routes used, Route route) {
    List<PendingEnqueue> batch = line.nextBatch(route.idSuffix());
    if (batch.isEmpty()) {
      return;
    }
    List<NewTask> tasks = new ArrayList<>(batch.size());
    for (PendingEnqueue enqueue : batch) {
      tasks.add(enqueue.task());
    }
    route.given(route.given() + batch.size());
    line.callBegins();
    store(used.layouts(), route, batch, tasks)
        .whenComplete(
            (reply, failure) -> {
              line.callEnded();
              if (failure == null) {
                complete(batch, used, reply);
              } else {
                fail(batch, used, route, cause(failure));
              }
              flush();
            });
  }

  private CompletionStage<EnqueueReply> store(
      QueueLayouts layouts, Route route, List<PendingEnqueue> batch, List<NewTask> tasks) {
    return layouts.former().isEmpty()
        ? store.enqueue(route.partition(), tasks, confirmation)
        : former.enqueue(layouts, route.partition(), batch, tasks);
  }

  private void complete(List<PendingEnqueue> batch, Routes used, EnqueueReply reply) {
    Map<Integer, Encounter> encounters = reply.encounters();
    String missed = reply.unconfirmed();
    List<PendingEnqueue> moved = new ArrayList<>(0);
    for (int i = 0; i < batch.size(); i++) {
      PendingEnqueue enqueue = batch.get(i);
      Encounter met = encounters.isEmpty() ? null : encounters.get(i);
      if (met != null && met.isMoved()) {
        moved.add(enqueue);
      } else if (met != null && !met.replaced()) {
        enqueue.completeExceptionally(
            new DuplicateTaskException(enqueue.task().id(), met.other(), queue));
      } else if (missed != null) {
        String stored = met == null ? enqueue.task().id() : met.other();
        enqueue.completeExceptionally(unconfirmed(stored, missed));
      } else if (met != null) {
        enqueue.replaced(met.other());
      } else {
        enqueue.stored();
      }
    }
    if (!moved.isEmpty()) {
      follow(
          moved,
          used,
          new StoreException(
              StoreException.Kind.MOVED, "The queue is being given other partitions", null));
    }
  }

  private void fail(List<PendingEnqueue> batch, Routes used, Route route, Throwable failure) {
    StoreException.Kind kind =
        failure instanceof StoreException known ? known.kind() : StoreException.Kind.UNANSWERED;
    switch (kind) {
      case NOT_CONNECTED -> waitForConnection(batch, used, route, failure);
      case MOVED -> follow(batch, used, failure);
      case UNANSWERED ->
          batch.forEach(enqueue -> enqueue.completeExceptionally(unknown(enqueue, failure)));
      case FULL, REFUSED, CLOSED ->
          batch.forEach(enqueue -> enqueue.completeExceptionally(notWritten(enqueue, failure)));
    }
  }

  /** Nothing was sent, so trying again is safe; each task does so until its time is over. */
  private void waitForConnection(
      List<PendingEnqueue> batch, Routes used, Route route, Throwable failure) {
    putBack(batch, failure);
    boolean waited = !anywhere.isEmpty() || !route.bound().isEmpty();
    if (waited && !route.isAway()) {
      route.away(true);
      later(RECONNECT_WAIT, () -> used.isBack(route));
    }
  }

  /** The queue was given other partitions, and tasks that are bound to them had to stay out. */
  private void follow(List<PendingEnqueue> moved, Routes used, Throwable failure) {
    partitions
        .layouts(queue)
        .whenComplete(
            (layouts, unread) -> {
              if (layouts != null && !layouts.equals(used.layouts())) {
                putBack(moved, failure);
                flush();
              } else {
                later(MOVED_WAIT, () -> putBack(moved, failure));
              }
            });
  }

  /** Each task waits until its time is over. */
  private void putBack(List<PendingEnqueue> unsent, Throwable obstacle) {
    long now = time.nanos();
    routes();
    for (int i = unsent.size() - 1; i >= 0; i--) {
      PendingEnqueue enqueue = unsent.get(i);
      enqueue.obstacle = obstacle;
      enqueue.giveBack();
      lineOf(enqueue).addFirst(enqueue);
    }
    expire(anywhere, now, obstacle);
    if (routes != null) {
      routes.all().forEach(route -> expire(route.bound(), now, obstacle));
    }
  }

  private static void expire(BatchLine line, long now, Throwable obstacle) {
    line.removeIf(
        enqueue -> {
          boolean expired = enqueue.expiresAt - now <= 0;
          if (expired && enqueue.take()) {
            enqueue.completeExceptionally(notWritten(enqueue, obstacle));
          }
          return expired;
        });
  }

  private void later(Duration wait, Runnable action) {
    store
        .loop()
        .schedule(
            wait,
            () -> {
              action.run();
              flush();
            });
  }

  private void failAll(StoreException closed) {
    for (PendingEnqueue next = arrived.poll(); next != null; next = arrived.poll()) {
      next.completeExceptionally(notWritten(next, closed));
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static Throwable unknown(PendingEnqueue enqueue, Throwable failure) {
    return enqueue.failure(
        "Redis did not answer whether task "
            + enqueue.task().id()
            + " is stored; enqueue it again with EnqueueOption.taskId(\""
            + enqueue.task().id()
            + "\") to be sure. "
            + failure.getMessage(),
        Outcome.UNKNOWN,
        failure);
  }

  private static Throwable unconfirmed(String id, String missed) {
    return new EnqueueException(
        "Task "
            + id
            + " is "
            + missed
            + ". It will run unless Redis loses it; look for missing replicas (Inspector.redis())",
        id,
        Outcome.WRITTEN_UNCONFIRMED,
        null);
  }

  private static Throwable notWritten(PendingEnqueue enqueue, Throwable failure) {
    return enqueue.failure(
        "Task " + enqueue.task().id() + " was not stored. " + failure.getMessage(),
        Outcome.NOT_WRITTEN,
        failure);
  }
}
