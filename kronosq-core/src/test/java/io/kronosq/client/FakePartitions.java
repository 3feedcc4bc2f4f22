package io.kronosq.client;

import io.kronosq.store.NewTask;
import io.kronosq.store.PartitionStore;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.TaskStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Layouts as the test sets them; queues are unpartitioned unless it does. */
final class FakePartitions implements PartitionStore {
  /** What {@link #known} answers. */
  final Map<String, QueueLayouts> known = new HashMap<>();

  /** What {@link #layouts} answers, and makes known. */
  final Map<String, QueueLayouts> stored = new HashMap<>();

  /** Questions, each with the partition, the ids and its answer. */
  final List<Question> questions = new ArrayList<>();

  /** Whether nothing is known until it was asked for. */
  boolean unread;

  int readings;

  /** Fails every reading while it is set. */
  RuntimeException failure;

  record Question(
      String partition, List<String> ids, CompletableFuture<Map<Integer, String>> answer) {}

  @Override
  public QueueLayouts known(String queue) {
    return unread
        ? null
        : known.computeIfAbsent(
            queue, name -> stored.getOrDefault(name, QueueLayouts.unpartitioned(name)));
  }

  @Override
  public CompletionStage<QueueLayouts> layouts(String queue) {
    readings++;
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    unread = false;
    known.remove(queue);
    return CompletableFuture.completedFuture(known(queue));
  }

  @Override
  public CompletionStage<List<QueueLayouts>> layouts(List<String> queues) {
    throw new UnsupportedOperationException("layouts");
  }

  @Override
  public CompletionStage<Map<Integer, String>> conflicts(String partition, List<NewTask> tasks) {
    Question question =
        new Question(
            partition, tasks.stream().map(NewTask::id).toList(), new CompletableFuture<>());
    questions.add(question);
    return question.answer;
  }

  @Override
  public TaskStore.Registration watch(String queue, Consumer<QueueLayouts> listener) {
    throw new UnsupportedOperationException("watch");
  }

  @Override
  public CompletionStage<QueueLayouts> setPartitions(String queue, int count) {
    throw new UnsupportedOperationException("setPartitions");
  }

  @Override
  public void atLeast(String queue, int count) {
    throw new UnsupportedOperationException("atLeast");
  }

  @Override
  public CompletionStage<Void> forgetEmpty(String queue) {
    throw new UnsupportedOperationException("forgetEmpty");
  }
}
