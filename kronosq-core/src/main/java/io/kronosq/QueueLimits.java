package io.kronosq;

import static io.kronosq.store.Answers.await;

import io.kronosq.inspect.KeyInfo;
import io.kronosq.inspect.KeyPage;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.store.LimitTarget;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.Limits;
import io.kronosq.task.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a queue and of its keys, changed while servers run: they hold for all servers
 * together, from the next claim on. Made by {@link Inspector#limits}. Safe for use by many threads.
 *
 * <p>What is set here goes before what servers bring along, until it is cleared.
 */
public final class QueueLimits {
  private final TaskStore store;
  private final String queue;

  QueueLimits(TaskStore store, String queue) {
    this.store = store;
    this.queue = Names.checkQueue(queue);
  }

  /**
   * The limits that hold.
   *
   * @throws StoreException when the store can't be asked
   */
  public LimitSettings settings() {
    return await(store.limits().settings(partitions().get(0)));
  }

  /**
   * Limits all tasks of the queue together.
   *
   * @param limits {@link Limits#NONE} for no limits, whatever servers bring along
   * @throws StoreException when the store can't be asked
   */
  public void set(Limits limits) {
    change(new LimitTarget.Queue(false), limits);
  }

  /**
   * Has what servers bring along hold for the queue again.
   *
   * @throws StoreException when the store can't be asked
   */
  public void clear() {
    change(new LimitTarget.Queue(false), null);
  }

  /**
   * Limits the tasks of each key that has no limits of its own.
   *
   * @param limits {@link Limits#NONE} for no limits, whatever servers bring along
   * @throws StoreException when the store can't be asked
   */
  public void setEachKey(Limits limits) {
    change(new LimitTarget.EachKey(false), limits);
  }

  /**
   * Has what servers bring along hold for keys again.
   *
   * @throws StoreException when the store can't be asked
   */
  public void clearEachKey() {
    change(new LimitTarget.EachKey(false), null);
  }

  /**
   * Limits the tasks of one key.
   *
   * @param key see {@link Names#checkLimitKey}
   * @param limits {@link Limits#NONE} for no limits, whatever other keys have
   * @throws StoreException when the store can't be asked
   */
  public void setKey(String key, Limits limits) {
    change(new LimitTarget.Key(Names.checkLimitKey(key)), limits);
  }

  /**
   * Has the limits of all keys hold for this one again.
   *
   * @param key see {@link Names#checkLimitKey}
   * @throws StoreException when the store can't be asked
   */
  public void clearKey(String key) {
    change(new LimitTarget.Key(Names.checkLimitKey(key)), null);
  }

  private void change(LimitTarget target, @Nullable Limits limits) {
    List<CompletionStage<Void>> changes =
        partitions().stream().map(each -> store.limits().set(each, target, limits)).toList();
    changes.forEach(change -> await(change));
  }

  private List<String> partitions() {
    return await(store.partitions().layouts(queue)).partitions();
  }

  /**
   * A page of the keys that have pending or active tasks, with how many, and their limits.
   *
   * @param after what the page before said; null for the first one
   * @param most keys, 1 to 1,000
   * @throws IllegalArgumentException when {@code after} is not from such a page
   * @throws StoreException when the store can't be asked
   */
  public KeyPage keys(@Nullable String after, int most) {
    if (most < 1 || most > TaskStore.MAX_BATCH) {
      throw new IllegalArgumentException(
          "A page has 1 to " + TaskStore.MAX_BATCH + " keys, not " + most);
    }
    List<String> partitions = partitions();
    String partition = partitions.get(0);
    String key = null;
    if (after != null) {
      String[] parts = after.split("\\|", 2);
      if (parts.length != 2 || !partitions.contains(parts[0])) {
        throw new IllegalArgumentException(
            "'" + after + "' does not say where a page begins; pass on what the page before said");
      }
      partition = parts[0];
      key = parts[1].isEmpty() ? null : parts[1];
    }
    List<KeyInfo> found = new ArrayList<>();
    for (int i = partitions.indexOf(partition); i < partitions.size(); i++) {
      List<KeyInfo> more = await(store.limits().keys(partitions.get(i), key, most - found.size()));
      found.addAll(more);
      if (found.size() == most) {
        return new KeyPage(found, partitions.get(i) + "|" + more.get(more.size() - 1).key());
      }
      key = null;
    }
    return new KeyPage(found, null);
  }
}
