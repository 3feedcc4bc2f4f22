package io.kronosq.client;

import io.kronosq.store.Confirmation;
import io.kronosq.store.Encounter;
import io.kronosq.store.EnqueueReply;
import io.kronosq.store.Layout;
import io.kronosq.store.NewTask;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Stores tasks of a queue whose number of partitions was changed: those that may meet others must
 * not meet any in the partitions where it would have been stored before. On the loop only.
 */
final class FormerPartitions {
  private final TaskStore store;
  private final Confirmation confirmation;

  FormerPartitions(TaskStore store, Confirmation confirmation) {
    this.store = store;
    this.confirmation = confirmation;
  }

  /**
   * Stores a batch as {@link TaskStore#enqueue} does.
   *
   * @param layouts the queue's layouts
   * @param partition where the tasks go
   * @param batch at most {@value TaskStore#MAX_BATCH}
   * @param tasks those of the batch
   */
  CompletionStage<EnqueueReply> enqueue(
      QueueLayouts layouts, String partition, List<PendingEnqueue> batch, List<NewTask> tasks) {
    List<CompletableFuture<Map<Integer, Encounter>>> asked = new ArrayList<>();
    for (Layout former : layouts.former()) {
      byPartition(former, batch).forEach((name, indexes) -> asked.add(ask(name, indexes, tasks)));
    }
    return asked.isEmpty()
        ? store.enqueue(partition, tasks, confirmation)
        : CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
            .thenCompose(
                answered -> {
                  Map<Integer, Encounter> met = new HashMap<>();
                  asked.forEach(refused -> met.putAll(refused.join()));
                  return enqueueOthers(partition, tasks, met);
                });
  }

  /** The indexes of tasks that may meet others, by where they would have been. */
  private static Map<String, List<Integer>> byPartition(Layout former, List<PendingEnqueue> batch) {
    Map<String, List<Integer>> indexes = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      PendingEnqueue enqueue = batch.get(i);
      String partition = enqueue.task().mayConflict() ? enqueue.partitionIn(former) : null;
      if (partition != null) {
        indexes.computeIfAbsent(partition, name -> new ArrayList<>()).add(i);
      }
    }
    return indexes;
  }

  private CompletableFuture<Map<Integer, Encounter>> ask(
      String partition, List<Integer> indexes, List<NewTask> tasks) {
    return store
        .partitions()
        .conflicts(partition, indexes.stream().map(tasks::get).toList())
        .handle(
            (conflicts, failure) -> {
              if (conflicts == null) {
                throw new CompletionException(nothingSent(failure));
              }
              Map<Integer, Encounter> met = new HashMap<>();
              conflicts.forEach(
                  (index, other) -> met.put(indexes.get(index), Encounter.refused(other)));
              return met;
            })
        .toCompletableFuture();
  }

  /** A question that is not answered leaves no doubt: nothing was stored. */
  private static Throwable nothingSent(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof StoreException known && known.kind() == StoreException.Kind.UNANSWERED
        ? new StoreException(
            StoreException.Kind.NOT_CONNECTED,
            "A former partition of the queue did not answer: " + known.getMessage(),
            known)
        : cause;
  }

  private CompletionStage<EnqueueReply> enqueueOthers(
      String partition, List<NewTask> tasks, Map<Integer, Encounter> met) {
    List<Integer> others = new ArrayList<>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      if (!met.containsKey(i)) {
        others.add(i);
      }
    }
    if (others.isEmpty()) {
      return CompletableFuture.completedFuture(EnqueueReply.of(met));
    }
    return store
        .enqueue(partition, others.stream().map(tasks::get).toList(), confirmation)
        .thenApply(
            reply -> {
              reply.encounters().forEach((index, other) -> met.put(others.get(index), other));
              return new EnqueueReply(met, reply.unconfirmed());
            });
  }
}
