package io.kronosq.store;

import io.kronosq.inspect.GroupInfo;
import io.kronosq.inspect.RedisInfo;
import io.kronosq.inspect.TaskAction;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lists tasks by state, and does to them what operators ask. Answers as {@link TaskStore} does. */
public interface InspectStore {
  /**
   * Lists entries of a state.
   *
   * @param queue the queue's name
   * @param state where the tasks stand
   * @param range from where to where
   * @param most 1 to {@value TaskStore#MAX_BATCH}
   */
  CompletionStage<Listing> list(String queue, TaskState state, Range range, int most);

  /**
   * How many entries a state has, and which one is the last.
   *
   * @param queue the queue's name
   * @param state where the tasks stand
   */
  CompletionStage<Extent> extent(String queue, TaskState state);

  /**
   * Does something to tasks, each by where it stands at that moment.
   *
   * @param queue the queue's name
   * @param action what to do
   * @param ids at most {@value TaskStore#MAX_BATCH}
   * @return where each task stood that there was; the action was done if it is for that state
   */
  CompletionStage<Map<String, TaskState>> apply(String queue, TaskAction action, List<String> ids);

  /**
   * Drops a queue with its history and settings.
   *
   * @param queue the queue's name
   * @param forced whether its tasks go too, those that are active included; unique locks that they
   *     hold stay until the end of their time
   * @return how many tasks were in the way; 0 when it was dropped
   */
  CompletionStage<Long> drop(String queue, boolean forced);

  /**
   * Takes a queue out of {@link TaskStore#queues()}.
   *
   * @param queue the queue's name, not that of a partition
   */
  CompletionStage<Void> forget(String queue);

  /**
   * The groups of waiting tasks, those that are due first before others.
   *
   * @param queue the queue's name
   * @param most 1 to {@value TaskStore#MAX_BATCH}
   */
  CompletionStage<List<GroupInfo>> groups(String queue, int most);

  /**
   * Makes the tasks of a group a pending batch before it is due.
   *
   * @param queue the queue's name
   * @param type the type of its tasks
   * @param group the group's name
   * @return how many tasks it had
   */
  CompletionStage<Long> runGroup(String queue, String type, String group);

  /** What matters of the Redis that answers. */
  CompletionStage<RedisInfo> redis();

  /**
   * A part of a state's order. Places hold while tasks come and go.
   *
   * @param after the place of the entry before the first one; null for the beginning
   * @param until the place of the last one; null for the end
   */
  record Range(@Nullable String after, @Nullable String until) {}

  /**
   * A state at one moment.
   *
   * @param size how many entries it has
   * @param last the place of the last one; null when there is none
   */
  record Extent(long size, @Nullable String last) {}

  /**
   * Entries of a state, in its order.
   *
   * @param entries at most as many as asked for
   * @param last whether nothing was behind them
   */
  record Listing(List<Entry> entries, boolean last) {}

  /**
   * An entry of a state.
   *
   * @param place where it is, to go on behind it; opaque
   * @param task null when its task has gone elsewhere meanwhile
   */
  record Entry(String place, @Nullable TaskInfo task) {}
}
