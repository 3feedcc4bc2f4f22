package io.kronosq.store;

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
   * Lists entries of a state from a place on.
   *
   * @param queue the queue's name
   * @param state where the tasks stand
   * @param after the place of an entry listed before; null for the first ones
   * @param most 1 to {@value TaskStore#MAX_BATCH}
   */
  CompletionStage<Listing> list(String queue, TaskState state, @Nullable String after, int most);

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
