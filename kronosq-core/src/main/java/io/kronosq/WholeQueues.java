package io.kronosq;

import static io.kronosq.store.Answers.await;

import io.kronosq.inspect.ActionResult;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.store.Answers;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.TaskStore;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What the store knows of partitions, told and done for whole queues. */
final class WholeQueues {
  private final TaskStore store;

  WholeQueues(TaskStore store) {
    this.store = store;
  }

  List<String> partitions(String queue) {
    return await(store.partitions().layouts(queue)).partitions();
  }

  private List<String> partitionsOf(String queue, String id) {
    return await(store.partitions().layouts(queue)).partitionsOf(id);
  }

  QueueInfo info(String queue) {
    QueueLayouts layouts = await(store.partitions().layouts(queue));
    if (layouts.isSingle()) {
      return await(store.queue(queue));
    }
    List<QueueInfo> parts = awaitAll(layouts.partitions(), store::queue);
    return QueueInfo.together(queue, layouts.current().count(), parts);
  }

  Optional<TaskInfo> task(String queue, String id) {
    for (String partition : partitionsOf(queue, id)) {
      Optional<TaskInfo> found = await(store.task(partition, id));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The task of this id in the first queue by name that has one. */
  Optional<TaskInfo> task(String id) {
    List<String> partitions =
        awaitAll(await(store.queues()), store.partitions()::layouts).stream()
            .flatMap(layouts -> layouts.partitionsOf(id).stream())
            .toList();
    return awaitAll(partitions, partition -> store.task(partition, id)).stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  ActionResult apply(TaskAction action, String queue, String id) {
    TaskState stood =
        partitionsOf(queue, id).stream()
            .map(partition -> await(store.inspection().apply(partition, action, List.of(id))))
            .map(states -> states.get(id))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return new ActionResult(new TaskRef(queue, id), action, stood);
  }

  void pause(String queue, boolean paused) {
    awaitAll(partitions(queue), partition -> store.pause(partition, paused));
  }

  void delete(String queue, boolean forced) {
    if (forced) {
      // Task by task, because each may hold a unique lock.
      for (TaskState state : TaskAction.DELETE.states()) {
        new BulkAction(store, TaskAction.DELETE, TaskQuery.of(queue, state)).run(progress -> {});
      }
    } else {
      refuseTasks(queue, info(queue).size());
    }
    for (String partition : partitions(queue)) {
      refuseTasks(queue, await(store.inspection().drop(partition, forced)));
    }
    await(store.inspection().forget(queue));
  }

  private static void refuseTasks(String queue, long tasks) {
    if (tasks > 0) {
      throw new IllegalStateException(
          "Queue '"
              + queue
              + "' has "
              + tasks
              + " tasks; delete them first, or force its deletion");
    }
  }

  private static <T> List<T> awaitAll(
      List<String> partitions, Function<String, CompletionStage<T>> call) {
    return partitions.stream().map(call).toList().stream().map(Answers::await).toList();
  }
}
