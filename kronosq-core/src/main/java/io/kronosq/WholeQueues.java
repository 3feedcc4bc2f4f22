package io.kronosq;

import static io.kronosq.store.Answers.await;

import io.kronosq.inspect.ActionResult;
import io.kronosq.inspect.GroupInfo;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.TaskStore;
import io.kronosq.task.Names;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What the store knows of partitions, told and done for whole queues. */
final class WholeQueues {
  /** Many calls under way are as fast as all of them, and leave room for those of others. */
  private static final int CALLS_AT_ONCE = 100;

  private final TaskStore store;

  WholeQueues(TaskStore store) {
    this.store = store;
  }

  private QueueLayouts layouts(String queue) {
    return await(store.partitions().layouts(Names.checkQueue(queue)));
  }

  List<String> partitions(String queue) {
    return layouts(queue).partitions();
  }

  private List<String> partitionsOf(String queue, String id) {
    return layouts(queue).partitionsOf(id);
  }

  QueueInfo info(String queue) {
    return infos(List.of(layouts(queue))).get(0);
  }

  List<QueueInfo> infos() {
    return infos(await(store.partitions().layouts(await(store.queues()))));
  }

  private List<QueueInfo> infos(List<QueueLayouts> queues) {
    List<QueueInfo> parts =
        awaitAll(
            queues.stream().flatMap(layouts -> layouts.partitions().stream()).toList(),
            store::queue);
    List<QueueInfo> infos = new ArrayList<>(queues.size());
    int from = 0;
    for (QueueLayouts layouts : queues) {
      int to = from + layouts.partitions().size();
      infos.add(together(layouts, parts.subList(from, to)));
      from = to;
    }
    return infos;
  }

  static QueueInfo together(QueueLayouts layouts, List<QueueInfo> parts) {
    return layouts.isSingle()
        ? parts.get(0)
        : QueueInfo.together(layouts.queue(), layouts.current().count(), parts);
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
        await(store.partitions().layouts(await(store.queues()))).stream()
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

  List<GroupInfo> groups(String queue) {
    return awaitAll(
            partitions(queue),
            partition -> store.inspection().groups(partition, TaskStore.MAX_BATCH))
        .stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(GroupInfo::dueAt))
        .toList();
  }

  long runGroup(String queue, String type, String group) {
    return awaitAll(
            partitions(queue), partition -> store.inspection().runGroup(partition, type, group))
        .stream()
        .mapToLong(Long::longValue)
        .sum();
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
    await(store.reports().forget(queue));
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
    List<T> answers = new ArrayList<>(partitions.size());
    for (int from = 0; from < partitions.size(); from += CALLS_AT_ONCE) {
      int to = Math.min(from + CALLS_AT_ONCE, partitions.size());
      List<CompletionStage<T>> calls = partitions.subList(from, to).stream().map(call).toList();
      calls.forEach(answer -> answers.add(await(answer)));
    }
    return answers;
  }
}
