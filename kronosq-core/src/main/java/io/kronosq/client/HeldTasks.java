package io.kronosq.client;

import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.task.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tasks that are kept in memory until it is decided whether they go out. */
public final class HeldTasks implements UnitOfWork {
  private final EnqueueBatcher batcher;
  private final LateFailureListener failures;

  // Guarded by this.
  private List<Held> held = new ArrayList<>();

  private record Held(PreparedTask task, CompletableFuture<TaskRef> promise) {}

  /**
   * @param batcher sends them
   * @param failures told of each that is released and not stored
   */
  public HeldTasks(EnqueueBatcher batcher, LateFailureListener failures) {
    this.batcher = batcher;
    this.failures = failures;
  }

  @Override
  public synchronized List<CompletionStage<TaskRef>> add(List<PreparedTask> tasks) {
    List<CompletionStage<TaskRef>> stages = new ArrayList<>(tasks.size());
    for (PreparedTask task : tasks) {
      Held one = new Held(task, new CompletableFuture<>());
      held.add(one);
      stages.add(one.promise().minimalCompletionStage());
    }
    return stages;
  }

  /**
   * Sends all in order and together, and waits as long as an enqueue may take. Where Redis did not
   * answer, a task is sent once more under its id, so that it is known whether it is stored.
   */
  @Override
  public void release() {
    List<Held> unknown = send(taken(), true);
    if (!unknown.isEmpty()) {
      send(unknown, false);
    }
  }

  @Override
  public void discard(String why) {
    for (Held one : taken()) {
      one.promise()
          .completeExceptionally(
              new EnqueueException(
                  "Task " + one.task().task().id() + " was not enqueued: " + why,
                  one.task().task().id(),
                  Outcome.NOT_WRITTEN,
                  null));
    }
  }

  private synchronized List<Held> taken() {
    List<Held> all = held;
    held = new ArrayList<>();
    return all;
  }

  /** Tells those of which it is not known whether they are stored, if it is the first attempt. */
  private List<Held> send(List<Held> all, boolean first) {
    List<PendingEnqueue> sent = all.stream().map(one -> new PendingEnqueue(one.task())).toList();
    batcher.submitAll(sent);
    List<Held> unknown = new ArrayList<>(0);
    for (int i = 0; i < all.size(); i++) {
      Held one = all.get(i);
      try {
        one.promise().complete(sent.get(i).await(batcher.timeLeft(sent.get(i))));
      } catch (DuplicateTaskException e) {
        if (!first && e.existingTaskId().equals(one.task().task().id())) {
          one.promise().complete(one.task().ref());
        } else {
          fail(one, e);
        }
      } catch (EnqueueException e) {
        if (first && e.outcome() == Outcome.UNKNOWN) {
          unknown.add(one);
        } else {
          fail(one, e);
        }
      }
    }
    return unknown;
  }

  private void fail(Held one, EnqueueException reason) {
    one.promise().completeExceptionally(reason);
    failures.onFailure(one.task(), reason);
  }
}
