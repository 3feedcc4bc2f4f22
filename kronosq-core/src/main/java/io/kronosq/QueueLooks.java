package io.kronosq;

import io.kronosq.store.QueueLayouts;
import io.kronosq.store.TaskStore;
import io.kronosq.task.QueueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks at many queues on the store's loop, which nothing may block. */
final class QueueLooks {
  /** Many calls under way are as fast as all of them, and leave room for those of others. */
  private static final int CALLS_AT_ONCE = 100;

  private final TaskStore store;

  QueueLooks(TaskStore store) {
    this.store = store;
  }

  /** The first queues by name, at most so many. */
  CompletionStage<List<QueueInfo>> first(int most) {
    return store
        .queues()
        .thenCompose(
            names -> store.partitions().layouts(names.subList(0, Math.min(most, names.size()))))
        .thenCompose(this::infos);
  }

  private CompletionStage<List<QueueInfo>> infos(List<QueueLayouts> queues) {
    List<String> partitions =
        queues.stream().flatMap(layouts -> layouts.partitions().stream()).toList();
    return parts(partitions, new ArrayList<>(partitions.size()))
        .thenApply(
            parts -> {
              List<QueueInfo> infos = new ArrayList<>(queues.size());
              int from = 0;
              for (QueueLayouts layouts : queues) {
                int to = from + layouts.partitions().size();
                infos.add(WholeQueues.together(layouts, parts.subList(from, to)));
                from = to;
              }
              return infos;
            });
  }

  private CompletionStage<List<QueueInfo>> parts(List<String> partitions, List<QueueInfo> known) {
    int from = known.size();
    int to = Math.min(from + CALLS_AT_ONCE, partitions.size());
    List<CompletableFuture<QueueInfo>> asked =
        partitions.subList(from, to).stream()
            .map(partition -> store.queue(partition).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenCompose(
            done -> {
              asked.forEach(answer -> known.add(answer.join()));
              return to == partitions.size()
                  ? CompletableFuture.completedStage(known)
                  : parts(partitions, known);
            });
  }
}
