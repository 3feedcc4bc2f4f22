package io.kronosq.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How a task is enqueued and treated. Where two options of one call contradict, the later one wins.
 */
@FunctionalInterface
public interface EnqueueOption {
  /**
   * Sets what this option is about.
   *
   * @param options the options being gathered
   */
  void applyTo(EnqueueOptions options);

  /**
   * The queue; {@value EnqueueOptions#DEFAULT_QUEUE} unless set.
   *
   * @param name see {@link Names#checkQueue}
   */
  static EnqueueOption queue(String name) {
    Names.checkQueue(name);
    return options -> options.queue(name);
  }

  /**
   * How many times a failed task is tried again; {@value EnqueueOptions#DEFAULT_MAX_RETRY} unless
   * set.
   *
   * @param retries 0 or more
   */
  static EnqueueOption maxRetry(int retries) {
    return options -> options.maxRetry(retries);
  }

  /**
   * Start no earlier than this long from now, by Redis' clock.
   *
   * @param delay zero or negative means at once
   */
  static EnqueueOption delay(Duration delay) {
    Due due = delay.isNegative() || delay.isZero() ? Due.NOW : new Due.After(delay);
    return options -> options.due(due);
  }

  /**
   * Start no earlier than this time, by Redis' clock.
   *
   * @param time a time in the past means at once
   */
  static EnqueueOption processAt(Instant time) {
    Due due = new Due.At(requireNonNull(time, "time"));
    return options -> options.due(due);
  }

  /**
   * Time limit of one attempt; 30 min unless set. The handler is interrupted then, and the attempt
   * counts as failed.
   *
   * @param limit {@link Duration#ZERO} for none
   */
  static EnqueueOption timeout(Duration limit) {
    return options -> options.timeout(limit);
  }

  /**
   * The moment after which no attempt may run or start; a task that misses it is archived.
   *
   * @param time by Redis' clock
   */
  static EnqueueOption deadline(Instant time) {
    requireNonNull(time, "time");
    return options -> options.deadline(time);
  }

  /**
   * Keeps a second task of the same kind out; such an enqueue fails with {@link
   * DuplicateTaskException}, or replaces the first one while that waits if so asked for.
   *
   * @param unique what counts as the same, and for how long
   */
  static EnqueueOption unique(Unique unique) {
    requireNonNull(unique, "unique");
    return options -> options.unique(unique);
  }

  /**
   * Binds the task to the partition of all tasks of its queue with the same key. There they are
   * started in the order in which they were enqueued, as long as the queue's number of partitions
   * is not changed; where several slots are free, they may run at the same time. In an
   * unpartitioned queue it changes nothing.
   *
   * <p>A unique lock, or a chosen id, keeps out only tasks of the same partition; so tasks that are
   * to exclude each other must have the same ordering key, or all have none.
   *
   * @param key such as the id of a customer; not empty
   */
  static EnqueueOption orderingKey(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException(
          "An ordering key must not be empty; leave the option out where tasks need no order");
    }
    return options -> options.orderingKey(key);
  }

  /**
   * Makes the task one of those with this key, such as a tenant. Keys are served in turn, so that
   * none waits for another's backlog, and may have limits of their own; see {@link Limits}.
   *
   * @param key see {@link Names#checkLimitKey}
   */
  static EnqueueOption limitKey(String key) {
    Names.checkLimitKey(key);
    return options -> options.limitKey(key);
  }

  /**
   * What the enqueue waits for before it says that the task is stored; what the client is set to
   * unless set.
   *
   * @param durability see {@link Durability}
   */
  static EnqueueOption durability(Durability durability) {
    requireNonNull(durability, "durability");
    return options -> options.durability(durability);
  }

  /**
   * The task's own id, so that an enqueue can be repeated safely; a generated one (ULID, 26
   * characters, and in a partitioned queue the partition) unless set.
   *
   * @param id see {@link Names#checkId}
   */
  static EnqueueOption taskId(String id) {
    Names.checkId(id);
    return options -> options.taskId(id);
  }

  /**
   * How long a completed task and its result are kept; not at all unless set.
   *
   * @param time {@link Duration#ZERO} for not at all
   */
  static EnqueueOption retention(Duration time) {
    return options -> options.retention(time);
  }

  /**
   * Has the task wait for others of its queue, type and group, which a handler then processes
   * together; see {@code TaskContext.batch}. Not together with a delay, a unique lock or a limit
   * key.
   *
   * @param name see {@link Names#checkGroup}
   * @param how when the group is processed; the group's first task decides
   */
  static EnqueueOption group(String name, Aggregation how) {
    Names.checkGroup(name);
    requireNonNull(how, "how");
    return options -> {
      options.group(name);
      options.aggregation(how);
    };
  }

  /**
   * As {@link #group(String, Aggregation)}, with what the defaults of the task's type say, or else
   * {@link Aggregation#DEFAULT}.
   *
   * @param name see {@link Names#checkGroup}
   */
  static EnqueueOption group(String name) {
    Names.checkGroup(name);
    return options -> options.group(name);
  }

  /** Has the task processed by itself, although the defaults of its type name a group. */
  static EnqueueOption ungrouped() {
    return options -> options.group(null);
  }

  /**
   * A header that travels with the task.
   *
   * @param name not null
   * @param value not null
   */
  static EnqueueOption header(String name, String value) {
    requireNonNull(name, "name");
    requireNonNull(value, "value");
    return options -> options.header(name, value);
  }

  /**
   * Headers that travel with the task.
   *
   * @param headers copied
   */
  static EnqueueOption headers(Map<String, String> headers) {
    Map<String, String> copy = Map.copyOf(headers);
    return options -> copy.forEach(options::header);
  }
}
