package io.kronosq.outbox;

import io.kronosq.client.PreparedTask;
import io.kronosq.client.UnitOfWork;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.task.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The tasks of one transaction, which stand in its database. */
final class OutboxTasks implements UnitOfWork {
  private final Outbox outbox;

  // Guarded by this.
  private final List<Inserted> inserted = new ArrayList<>();

  private record Inserted(TaskRef ref, CompletableFuture<TaskRef> promise) {}

  OutboxTasks(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public List<CompletionStage<TaskRef>> add(List<PreparedTask> tasks) {
    outbox.insert(tasks);
    List<CompletionStage<TaskRef>> stages = new ArrayList<>(tasks.size());
    synchronized (this) {
      for (PreparedTask task : tasks) {
        Inserted one = new Inserted(task.ref(), new CompletableFuture<>());
        inserted.add(one);
        stages.add(one.promise().minimalCompletionStage());
      }
    }
    return stages;
  }

  @Override
  public void release() {
    outbox.wake();
    taken().forEach(one -> one.promise().complete(one.ref()));
  }

  @Override
  public void discard(String why) {
    for (Inserted one : taken()) {
      one.promise()
          .completeExceptionally(
              new EnqueueException(
                  "Task " + one.ref().id() + " was not enqueued: " + why,
                  one.ref().id(),
                  Outcome.NOT_WRITTEN,
                  null));
    }
  }

  private synchronized List<Inserted> taken() {
    List<Inserted> all = List.copyOf(inserted);
    inserted.clear();
    return all;
  }
}
