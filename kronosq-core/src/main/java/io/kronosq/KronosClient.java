package io.kronosq;

import io.kronosq.client.EnqueueGate;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.Layout;
import io.kronosq.store.TaskStore;
import io.kronosq.task.BatchEnqueueException;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.Durability;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Names;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.time.TimeSource;
import io.kronosq.trace.TracePropagator;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Enqueues tasks. Safe for use by many threads; calls that arrive together share round trips by
 * themselves, and one alone costs one round trip.
 */
public interface KronosClient extends AutoCloseable {
  /**
   * Stores a task and waits until it is stored. Inside a transaction, where the client has an
   * {@link EnqueueGate} for that, it does not wait: the task is stored after the commit, and not at
   * all after a rollback.
   *
   * @param task type and payload
   * @param options see {@link EnqueueOption}; they win over the defaults of the task's type
   * @return where the task is found, inside a transaction after the commit
   * @throws DuplicateTaskException when its id or its unique key is taken; never inside a
   *     transaction, where that is not known before the commit
   * @throws EnqueueException when it is not stored, or it is not known whether it is
   * @throws PayloadException when the payload can't be written or is too large
   * @throws IllegalStateException when called on the I/O thread, where waiting would block all
   *     calls
   */
  TaskRef enqueue(Task task, EnqueueOption... options);

  /**
   * Stores a task and waits until it is stored.
   *
   * @param type see {@link io.kronosq.task.Names#checkType}
   * @param payload bytes, or an object for the codec
   * @param options see {@link EnqueueOption}; they win over the defaults of the task's type
   * @return where the task is found
   * @throws DuplicateTaskException when its id or its unique key is taken
   * @throws EnqueueException when it is not stored, or it is not known whether it is
   * @throws PayloadException when the payload can't be written or is too large
   */
  default TaskRef enqueue(String type, Object payload, EnqueueOption... options) {
    return enqueue(Task.of(type, payload), options);
  }

  /**
   * Stores a task without waiting. Inside a transaction, as with {@link #enqueue}, the stage
   * completes after the commit, and fails after a rollback.
   *
   * @param task type and payload
   * @param options see {@link EnqueueOption}; they win over the defaults of the task's type
   * @return completes on the I/O thread, so continue with the {@code …Async} methods where the
   *     continuation takes time; it fails as {@link #enqueue} does
   * @throws PayloadException when the payload can't be written or is too large
   */
  CompletionStage<TaskRef> enqueueAsync(Task task, EnqueueOption... options);

  /**
   * Stores many tasks in few round trips and waits until all are stored. Not atomic: where some are
   * refused, the others are stored. Inside a transaction as {@link #enqueue}.
   *
   * @param tasks types and payloads
   * @param options for each of them; a chosen task id makes sense for a single one only
   * @return where the tasks are found, in the order given
   * @throws BatchEnqueueException when some were not stored, or it is not known whether they were;
   *     it names them
   * @throws PayloadException when a payload can't be written or is too large; nothing was stored
   *     then
   */
  List<TaskRef> enqueueAll(Collection<Task> tasks, EnqueueOption... options);

  /**
   * Stores a task and waits until it is stored, whatever the caller is in the middle of: where
   * {@link #enqueue} waits for a transaction to be committed, this does not, and a rollback does
   * not undo it. Everywhere else the two are the same.
   *
   * @param task type and payload
   * @param options see {@link EnqueueOption}; they win over the defaults of the task's type
   * @return where the task is found
   * @throws DuplicateTaskException when its id or its unique key is taken
   * @throws EnqueueException when it is not stored, or it is not known whether it is
   * @throws PayloadException when the payload can't be written or is too large
   * @throws IllegalStateException when called on the I/O thread, where waiting would block all
   *     calls
   */
  default TaskRef enqueueNow(Task task, EnqueueOption... options) {
    return enqueue(task, options);
  }

  /**
   * As {@link #enqueueNow(Task, EnqueueOption...)}.
   *
   * @param type see {@link io.kronosq.task.Names#checkType}
   * @param payload bytes, or an object for the codec
   * @param options see {@link EnqueueOption}; they win over the defaults of the task's type
   * @return where the task is found
   */
  default TaskRef enqueueNow(String type, Object payload, EnqueueOption... options) {
    return enqueueNow(Task.of(type, payload), options);
  }

  /** Closes what the client opened itself; a store that was handed in stays open. */
  @Override
  void close();

  /**
   * A client with a connection of its own and default settings.
   *
   * @param redis where Redis is
   */
  static KronosClient open(RedisConfig redis) {
    return builder(redis).build();
  }

  /**
   * Builds a client with a connection of its own, which closes with it.
   *
   * @param redis where Redis is
   */
  static Builder builder(RedisConfig redis) {
    return new Builder(RedisTaskStore.open(redis), true);
  }

  /**
   * Builds a client on a store that others use too; it stays open.
   *
   * @param store an open store
   */
  static Builder builder(TaskStore store) {
    return new Builder(store, false);
  }

  /** Settings of a client. */
  final class Builder {
    final TaskStore store;
    final boolean ownsStore;
    final Map<String, List<EnqueueOption>> defaults = new HashMap<>();
    final Map<String, Integer> partitions = new HashMap<>();
    PayloadCodec codec = PayloadCodec.plain();
    TracePropagator propagator = TracePropagator.w3c();
    Duration timeout = Duration.ofSeconds(5);
    int maxPayloadBytes = 8 * 1024 * 1024;
    Durability durability = Durability.FAST;
    Duration confirmedWithin = Duration.ofSeconds(1);
    EnqueueGate gate = EnqueueGate.OPEN;
    TimeSource time = TimeSource.system();

    Builder(TaskStore store, boolean ownsStore) {
      this.store = store;
      this.ownsStore = ownsStore;
    }

    /**
     * Turns payload objects into bytes; {@link PayloadCodec#plain()} unless set.
     *
     * @param value safe for use by many threads
     */
    public Builder codec(PayloadCodec value) {
      codec = value;
      return this;
    }

    /**
     * Makes traces follow tasks; {@link TracePropagator#w3c()} unless set.
     *
     * @param value safe for use by many threads
     */
    public Builder propagator(TracePropagator value) {
      propagator = value;
      return this;
    }

    /**
     * Options for every task of a type, unless the call says otherwise.
     *
     * @param type the task's type
     * @param options see {@link EnqueueOption}
     */
    public Builder defaults(String type, EnqueueOption... options) {
      defaults.put(type, List.of(options));
      return this;
    }

    /**
     * Sees to it that a queue has at least this many partitions, as soon as Redis is there; see
     * {@link Inspector#setPartitions}. It never takes any away.
     *
     * @param queue see {@link io.kronosq.task.Names#checkQueue}
     * @param count 1 to {@value io.kronosq.store.Layout#MAX_PARTITIONS}
     */
    public Builder partitions(String queue, int count) {
      partitions.put(Names.checkQueue(queue), Layout.checkCount(queue, count));
      return this;
    }

    /**
     * How long an enqueue may take before it fails; 5 s unless set.
     *
     * @param value at least 1 ms
     */
    public Builder timeout(Duration value) {
      if (value.toMillis() < 1) {
        throw new IllegalArgumentException(
            "The enqueue timeout must be at least 1 ms, not " + value);
      }
      timeout = value;
      return this;
    }

    /**
     * Largest payload that is accepted; 8 MiB unless set.
     *
     * @param bytes 1 or more; Redis itself takes 512 MB at most
     */
    public Builder maxPayloadBytes(int bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("maxPayloadBytes must be 1 or more, not " + bytes);
      }
      maxPayloadBytes = bytes;
      return this;
    }

    /**
     * What an enqueue waits for before it says that the task is stored; {@link Durability#FAST}
     * unless set here or by {@link EnqueueOption#durability}.
     *
     * @param value see {@link Durability}
     */
    public Builder durability(Durability value) {
      durability = value;
      return this;
    }

    /**
     * How long an enqueue waits for replicas and disks before it fails with {@link
     * EnqueueException.Outcome#WRITTEN_UNCONFIRMED}; 1 s unless set.
     *
     * @param value at least 1 ms, and shorter than {@link #timeout}
     */
    public Builder confirmedWithin(Duration value) {
      confirmedWithin = value;
      return this;
    }

    /**
     * Holds back what is enqueued in the middle of something that may still fail, such as a
     * transaction; {@link EnqueueGate#OPEN} unless set. {@link #enqueueNow} goes past it.
     *
     * @param value safe for use by many threads
     */
    public Builder gate(EnqueueGate value) {
      gate = value;
      return this;
    }

    /**
     * Tells when tasks are enqueued; {@link TimeSource#system()} unless set. How long an enqueue
     * may take is measured by this machine's time in any case.
     *
     * @param value safe for use by many threads
     */
    public Builder time(TimeSource value) {
      time = value;
      return this;
    }

    /**
     * The client.
     *
     * @throws IllegalArgumentException when Redis can't confirm tasks as {@link #durability} asks,
     *     or the times contradict each other
     */
    public KronosClient build() {
      if (confirmedWithin.toMillis() < 1
          || (!durability.isFast() && confirmedWithin.compareTo(timeout) >= 0)) {
        throw refused(
            "Enqueues can't be confirmed within "
                + confirmedWithin.toMillis()
                + " ms; use 1 ms or more, and less than the enqueue timeout of "
                + timeout.toMillis()
                + " ms");
      }
      store
          .lacking(durability)
          .ifPresent(
              lacking -> {
                throw refused(lacking);
              });
      return new StoreClient(this);
    }

    private IllegalArgumentException refused(String why) {
      if (ownsStore) {
        store.close();
      }
      return new IllegalArgumentException(why);
    }
  }
}
