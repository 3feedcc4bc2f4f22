package io.kronosq.client;

import io.kronosq.metric.MetricsListener;
import io.kronosq.store.Encounter;
import io.kronosq.store.EnqueueReply;
import io.kronosq.store.Loop;
import io.kronosq.store.NewTask;
import io.kronosq.store.TaskStore;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A store that takes enqueues only, and answers them when the test says so. */
final class FakeStore {
  /** Calls in their order, each with the ids of its tasks and its answer. */
  final List<Call> calls = new ArrayList<>();

  /** What a call gets as its answer. */
  record Call(String queue, List<String> ids, CompletableFuture<Map<Integer, Encounter>> answer) {
    void stored() {
      answer.complete(Map.of());
    }
  }

  private final Loop loop;

  /** Which partitions the queues have. */
  final FakePartitions partitions = new FakePartitions();

  /** What every answer says of what was not confirmed. */
  String unconfirmed;

  /** Fails every call while it is set, at once. */
  RuntimeException failure;

  /** What each further call answers at once, instead of leaving that to the test. */
  final Queue<Supplier<Map<Integer, Encounter>>> scripted = new ArrayDeque<>();

  FakeStore(Loop loop) {
    this.loop = loop;
  }

  TaskStore store() {
    return (TaskStore)
        Proxy.newProxyInstance(
            TaskStore.class.getClassLoader(),
            new Class<?>[] {TaskStore.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "loop" -> loop;
                  case "partitions" -> partitions;
                  case "enqueue" ->
                      enqueue((String) args[0], (List<?>) args[1])
                          .thenApply(encounters -> new EnqueueReply(encounters, unconfirmed));
                  case "metrics" -> MetricsListener.NONE;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private CompletableFuture<Map<Integer, Encounter>> enqueue(String queue, List<?> tasks) {
    List<String> ids = tasks.stream().map(task -> ((NewTask) task).id()).toList();
    Call call = new Call(queue, ids, new CompletableFuture<>());
    calls.add(call);
    if (!scripted.isEmpty()) {
      call.answer.completeAsync(scripted.remove(), Runnable::run);
    } else if (failure != null) {
      call.answer.completeExceptionally(failure);
    }
    return call.answer;
  }
}
