package io.kronosq.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions the queues have, and had. It is read again every few seconds, so that clients
 * and servers hear of a change that another process made.
 */
public interface PartitionStore {
  /**
   * The layouts of a queue as last read.
   *
   * @param queue the queue's name
   * @return null until they were read for the first time, which {@link #layouts} does
   */
  @Nullable QueueLayouts known(String queue);

  /**
   * Reads the layouts now.
   *
   * @param queue the queue's name
   */
  CompletionStage<QueueLayouts> layouts(String queue);

  /**
   * Reads the layouts of many queues at once.
   *
   * @param queues the queues' names
   * @return in their order
   */
  CompletionStage<List<QueueLayouts>> layouts(List<String> queues);

  /**
   * Calls a listener on the loop with a queue's layouts, as soon as they are known and after each
   * change.
   *
   * @param queue the queue's name
   * @param listener must not block
   * @return ends the calls
   */
  TaskStore.Registration watch(String queue, Consumer<QueueLayouts> listener);

  /**
   * Gives a queue another number of partitions. The present ones become former ones, and nothing in
   * them is lost; the settings of the queue, such as a pause, go over to the new ones. To a number
   * that it had until seconds ago it goes back when all processes have heard of that, after 3 s.
   *
   * @param queue the queue's name
   * @param count 1 to {@value Layout#MAX_PARTITIONS}
   */
  CompletionStage<QueueLayouts> setPartitions(String queue, int count);

  /**
   * Gives a queue more partitions if it has fewer, once, as soon as the store is there. It never
   * takes any away, so that servers which are configured differently don't work against each other.
   *
   * @param queue the queue's name
   * @param count 1 to {@value Layout#MAX_PARTITIONS}
   */
  void atLeast(String queue, int count);

  /**
   * Forgets former layouts in which nothing is left, and that were former long enough for everyone
   * to have heard of it.
   *
   * @param queue the queue's name
   */
  CompletionStage<Void> forgetEmpty(String queue);

  /**
   * Which tasks would meet another one in a partition of a former layout, by id or lock.
   *
   * @param partition the partition's name
   * @param tasks at most {@value TaskStore#MAX_BATCH}
   * @return the index of each such task, and the id of the task in its way
   */
  CompletionStage<Map<Integer, String>> conflicts(String partition, List<NewTask> tasks);
}
