package io.kronosq.client;

import io.kronosq.store.Confirmation;
import io.kronosq.store.Layout;
import io.kronosq.store.NewTask;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.task.KronosException;
import io.kronosq.task.TaskRef;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An enqueue on its way. Either the batcher takes it, to send it, or a caller that waited too long
 * does, to drop it.
 */
public final class PendingEnqueue extends CompletableFuture<TaskRef> {
  private final PreparedTask prepared;
  private final NewTask given;
  private final AtomicBoolean taken = new AtomicBoolean();

  /** With the id under which it is sent. */
  private volatile NewTask task;

  /** Whether the id was made to tell a partition. On the loop only. */
  private boolean suffixed;

  /** Set by the batcher before it publishes this; by {@link io.kronosq.time.TimeSource#nanos}. */
  long expiresAt;

  /** Why it was not sent so far; null while nothing stands in its way. */
  volatile @Nullable Throwable obstacle;

  /**
   * @param prepared the task
   */
  public PendingEnqueue(PreparedTask prepared) {
    this.prepared = prepared;
    given = prepared.task();
    task = given;
  }

  /**
   * Waits until the task is stored.
   *
   * @param timeout how long
   * @return where the task is found
   * @throws EnqueueException when it is not stored, or it is not known whether it is
   */
  public TaskRef await(Duration timeout) {
    try {
      return get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EnqueueException failure) {
        throw failure;
      }
      throw failure(
          "Task " + task.id() + " was not enqueued: " + e.getCause(),
          Outcome.UNKNOWN,
          e.getCause());
    } catch (TimeoutException e) {
      throw abandon("was not stored within " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abandon("was interrupted while it waited to be stored");
    }
  }

  private KronosException abandon(String what) {
    Throwable why = obstacle;
    EnqueueException abandoned =
        take()
            ? failure(
                "Task "
                    + task.id()
                    + " "
                    + what
                    + " and was withdrawn; enqueue it again"
                    + (why == null ? "" : ". " + why.getMessage()),
                Outcome.NOT_WRITTEN,
                why)
            : failure(
                "Task "
                    + task.id()
                    + " "
                    + what
                    + "; it was sent, so it may still be stored. Enqueue it again with EnqueueOption.taskId(\""
                    + task.id()
                    + "\") to be sure",
                Outcome.UNKNOWN,
                null);
    completeExceptionally(abandoned);
    return abandoned;
  }

  EnqueueException failure(String message, Outcome outcome, @Nullable Throwable cause) {
    return new EnqueueException(message, task.id(), outcome, cause);
  }

  String type() {
    return prepared.type();
  }

  String queue() {
    return prepared.queue();
  }

  Confirmation confirmation() {
    return prepared.confirmation();
  }

  NewTask task() {
    return task;
  }

  /** The partition of a layout to which it is bound; null when it may go to any. */
  @Nullable String partitionIn(Layout layout) {
    NewTask.Group group = given.group();
    if (group != null) {
      return layout.partitionOfKey(group.key());
    }
    if (prepared.orderingKey() != null) {
      return layout.partitionOfKey(prepared.orderingKey());
    }
    if (given.limitKey() != null) {
      return layout.partitionOfKey(given.limitKey());
    }
    NewTask.Lock lock = given.lock();
    if (lock != null) {
      return layout.partitionOfKey(lock.digest());
    }
    return given.chosenId() ? layout.partitionOfId(given.id()) : null;
  }

  /**
   * Takes it to send it to a partition.
   *
   * @param idSuffix what generated ids end with there
   * @return whether the caller is the first to take it
   */
  boolean take(String idSuffix) {
    // Before it is taken, so that a caller who is late for that knows the id.
    if (!given.chosenId() && (suffixed || !idSuffix.isEmpty())) {
      suffixed = true;
      task = given.withId(given.id() + idSuffix);
    }
    return take();
  }

  /** Whether the caller is the first to take it. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** Gives it back, so that it can be sent later. */
  void giveBack() {
    taken.set(false);
  }

  void stored() {
    complete(new TaskRef(prepared.queue(), task.id()));
  }

  /** A task that was waiting took over what this one brought. */
  void replaced(String id) {
    complete(new TaskRef(prepared.queue(), id, true));
  }
}
