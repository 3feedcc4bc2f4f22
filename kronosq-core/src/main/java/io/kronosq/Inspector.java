package io.kronosq;

import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Looks at queues and tasks, and steers them, without a running server. Safe for use by many
 * threads.
 */
public final class Inspector implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final TaskStore store;
  private final boolean ownsStore;

  private Inspector(TaskStore store, boolean ownsStore) {
    this.store = store;
    this.ownsStore = ownsStore;
  }

  /**
   * An inspector with a connection of its own, which closes with it.
   *
   * @param redis where Redis is
   */
  public static Inspector open(RedisConfig redis) {
    return new Inspector(RedisTaskStore.open(redis), true);
  }

  /**
   * An inspector on a store that others use too; it stays open.
   *
   * @param store an open store
   */
  public static Inspector of(TaskStore store) {
    return new Inspector(store, false);
  }

  /**
   * All queues that have ever had a task, by name.
   *
   * @throws StoreException when the store can't be asked
   */
  public List<QueueInfo> queues() {
    return await(store.queues()).stream().map(this::queue).toList();
  }

  /**
   * A queue at this moment; all zero when it never had a task.
   *
   * @param queue the queue's name
   * @throws StoreException when the store can't be asked
   */
  public QueueInfo queue(String queue) {
    QueueLayouts layouts = await(store.partitions().layouts(queue));
    if (layouts.isSingle()) {
      return await(store.queue(queue));
    }
    List<QueueInfo> parts = awaitAll(layouts.partitions(), store::queue);
    return QueueInfo.together(queue, layouts.current().count(), parts);
  }

  /**
   * A task, if it is there; one that succeeded without retention is not.
   *
   * @param queue the queue's name
   * @param id the task's id
   * @throws StoreException when the store can't be asked
   */
  public Optional<TaskInfo> task(String queue, String id) {
    for (String partition : await(store.partitions().layouts(queue)).partitionsOf(id)) {
      Optional<TaskInfo> found = await(store.task(partition, id));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Keeps all servers from taking tasks of a queue. Running handlers go on.
   *
   * @param queue the queue's name
   * @throws StoreException when the store can't be asked
   */
  public void pauseQueue(String queue) {
    pause(queue, true);
  }

  /**
   * Ends a pause.
   *
   * @param queue the queue's name
   * @throws StoreException when the store can't be asked
   */
  public void resumeQueue(String queue) {
    pause(queue, false);
  }

  private void pause(String queue, boolean paused) {
    awaitAll(
        await(store.partitions().layouts(queue)).partitions(),
        partition -> store.pause(partition, paused));
  }

  /**
   * Asks the server that runs a task to cancel it. The handler is told within a few seconds; if it
   * ends with an exception, the task is archived. Nothing happens to a task that is not active.
   *
   * @param queue the queue's name
   * @param id the task's id
   * @throws StoreException when the store can't be asked
   */
  public void cancelTask(String queue, String id) {
    awaitAll(
        await(store.partitions().layouts(queue)).partitionsOf(id),
        partition -> store.requestCancel(partition, id));
  }

  /**
   * What may keep the store from being safe, such as an eviction policy that loses tasks; each with
   * its remedy.
   *
   * @throws StoreException when the store can't be asked
   */
  public List<String> problems() {
    return await(store.problems());
  }

  /** Closes what the inspector opened itself. */
  @Override
  public void close() {
    if (ownsStore) {
      store.close();
    }
  }

  private static <T> List<T> awaitAll(
      List<String> partitions, Function<String, CompletionStage<T>> call) {
    return partitions.stream().map(call).toList().stream().map(Inspector::await).toList();
  }

  private static <T> T await(CompletionStage<T> call) {
    try {
      return call.toCompletableFuture().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw new StoreException(
          StoreException.Kind.UNANSWERED, "The store failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new StoreException(
          StoreException.Kind.UNANSWERED, "The store did not answer within " + TIMEOUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          StoreException.Kind.UNANSWERED, "Interrupted while waiting for the store", e);
    }
  }
}
