package io.kronosq.store;

import io.kronosq.inspect.KeyInfo;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.task.Limits;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where the limits of queues and keys are kept. They are decided when tasks are taken, and hold
 * from the next claim on. Answers as {@link TaskStore} does.
 *
 * <p>Every partition has the limits of its whole queue, and keeps its part of them; those of a key
 * are kept whole, since all its tasks are in one partition.
 */
public interface LimitStore {
  /**
   * The limits that hold.
   *
   * @param queue the queue's name
   */
  CompletionStage<LimitSettings> settings(String queue);

  /**
   * Sets limits.
   *
   * @param queue the queue's name
   * @param target what they are for
   * @param limits {@link Limits#NONE} for no limits whatever is configured; null for none of its
   *     own
   */
  CompletionStage<Void> set(String queue, LimitTarget target, @Nullable Limits limits);

  /**
   * The keys that have pending or active tasks, by name.
   *
   * @param queue the queue's name
   * @param after the key to go on behind; null for the first
   * @param most 1 to {@value TaskStore#MAX_BATCH}
   */
  CompletionStage<List<KeyInfo>> keys(String queue, @Nullable String after, int most);
}
