package io.kronosq.store;

import io.kronosq.task.Aggregation;
import io.kronosq.task.Due;
import io.kronosq.task.Unique;
import io.kronosq.task.WhenTaken;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task to be stored.
 *
 * @param id the task's id
 * @param chosenId whether the caller chose the id, so that it may be taken already
 * @param envelope encoded by {@link EnvelopeCodec}
 * @param due when it may start
 * @param lock the unique lock it needs, or null
 * @param limitKey the key that it has limits by, or null
 * @param group the group in which it waits for others, or null
 * @param row the row of an outbox that it is from, or null
 */
public record NewTask(
    String id,
    boolean chosenId,
    byte[] envelope,
    Due due,
    @Nullable Lock lock,
    @Nullable String limitKey,
    @Nullable Group group,
    @Nullable Row row) {
  /** A task that is from no outbox. */
  public NewTask(
      String id,
      boolean chosenId,
      byte[] envelope,
      Due due,
      @Nullable Lock lock,
      @Nullable String limitKey,
      @Nullable Group group) {
    this(id, chosenId, envelope, due, lock, limitKey, group, null);
  }

  /** A task that does not wait in a group. */
  public NewTask(
      String id,
      boolean chosenId,
      byte[] envelope,
      Due due,
      @Nullable Lock lock,
      @Nullable String limitKey) {
    this(id, chosenId, envelope, due, lock, limitKey, null, null);
  }

  /** A task without a limit key. */
  public NewTask(String id, boolean chosenId, byte[] envelope, Due due, @Nullable Lock lock) {
    this(id, chosenId, envelope, due, lock, null, null, null);
  }

  /**
   * A group of tasks to be processed together, within the queue.
   *
   * @param type the type of its tasks
   * @param name the group's name
   * @param how when they are processed
   * @param frame what the batch's envelope is made of, if the task is the first of its batch
   */
  public record Group(String type, String name, Aggregation how, BatchCodec.Frame frame) {
    /** Names the group within the queue; neither part has a line feed. */
    public String key() {
      return type + '\n' + name;
    }
  }

  /**
   * A row of an outbox. The store remembers which rows it has stored, until the outbox has none
   * below them any more.
   *
   * @param outbox names the outbox among all that use the same store
   * @param number of the row, never used again in its outbox; less than 2^53
   * @param lowest no row of the outbox that was ever sent and may be sent again has a lower number
   */
  public record Row(String outbox, long number, long lowest) {}

  /**
   * A unique lock to be taken.
   *
   * @param digest names the lock within the queue
   * @param ttl how long it holds at most
   * @param release when it goes before its time to live is over
   * @param whenTaken what becomes of the task when another one holds it
   */
  public record Lock(String digest, Duration ttl, Unique.Release release, WhenTaken whenTaken) {
    /** A lock that refuses the task when another one holds it. */
    public Lock(String digest, Duration ttl, Unique.Release release) {
      this(digest, ttl, release, WhenTaken.REFUSE);
    }

    /** Whether it may hold when nothing is left of its task. */
    public boolean mayOutliveTask() {
      return release != Unique.Release.ON_FINISH;
    }
  }

  /**
   * The same task with another id.
   *
   * @param other generated
   */
  public NewTask withId(String other) {
    return new NewTask(other, chosenId, envelope, due, lock, limitKey, group, row);
  }

  /** The same task with its id for good: it is refused if another task has that. */
  public NewTask withFinalId() {
    return new NewTask(id, true, envelope, due, lock, limitKey, group, row);
  }

  /**
   * The same task as one that is stored once, however often it is sent. All such tasks of a call
   * are from the same outbox.
   *
   * @param from the row that it is from; its id must be final
   */
  public NewTask fromRow(Row from) {
    return new NewTask(id, chosenId, envelope, due, lock, limitKey, group, from);
  }

  /**
   * Whether the task must be in a partition of its queue's present layout: there are those that it
   * may meet, and those with which it shares limits.
   */
  public boolean isBound() {
    return mayConflict() || limitKey != null;
  }

  /**
   * Whether the task may meet another one: its id or its lock may be taken, or its group is to be
   * in one place.
   */
  public boolean mayConflict() {
    return chosenId || lock != null || group != null;
  }
}
