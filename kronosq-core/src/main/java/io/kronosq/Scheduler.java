package io.kronosq;

import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.schedule.Schedule;
import io.kronosq.schedule.ScheduleDefinition;
import io.kronosq.schedule.ScheduleRunner;
import io.kronosq.schedule.ScheduleSettings;
import io.kronosq.schedule.Schedules;
import io.kronosq.store.Answers;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadException;
import io.kronosq.time.TimeSource;
import io.kronosq.worker.ServerIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Enqueues tasks at times. Any number of servers may run the same schedules: each tick is enqueued
 * once, by whichever server is first, and there is no leader to wait for. Safe for use by many
 * threads.
 */
public final class Scheduler implements AutoCloseable {
  private final TaskStore store;
  private final boolean ownsStore;
  private final PayloadCodec codec;
  private final ScheduleRunner runner;

  private Scheduler(Builder builder) {
    store = builder.store;
    ownsStore = builder.ownsStore;
    codec = builder.codec;
    Map<String, ScheduleDefinition> declared = new LinkedHashMap<>();
    builder.declared.forEach((id, schedule) -> declared.put(id, schedule.define(codec)));
    runner =
        new ScheduleRunner(
            store,
            builder.settings.withTransforms(codec.transforms()),
            TimeSource.system(),
            declared);
  }

  /**
   * Builds a scheduler with a connection of its own, which closes with it.
   *
   * @param redis where Redis is
   */
  public static Builder builder(RedisConfig redis) {
    return new Builder(RedisTaskStore.open(redis), true);
  }

  /**
   * Builds a scheduler on a store that others use too; it stays open.
   *
   * @param store an open store
   */
  public static Builder builder(TaskStore store) {
    return new Builder(store, false);
  }

  /**
   * Stores the declared schedules and runs them, with those that were added at run time. A Redis
   * that is away does not fail the start; the scheduler waits for it.
   */
  public void start() {
    runner.start();
  }

  /**
   * Declares one more schedule, or another one under an id; not to be called on the I/O thread.
   *
   * @param schedule what to declare
   * @throws PayloadException when its payload can't be written
   * @throws StoreException when the scheduler is started and the store fails
   */
  public void declare(Schedule schedule) {
    Answers.await(runner.add(schedule.id(), schedule.define(codec)));
  }

  /**
   * Stores the declared schedules if need be, and takes the ticks that are due now: instead of
   * {@link #start()}, for whoever moves the store's clock, such as a test. Not to be called on the
   * I/O thread.
   *
   * @return when the next tick is due, by the store's clock; empty when none is
   * @throws StoreException when the store fails
   */
  public Optional<Instant> step() {
    return Answers.await(runner.step());
  }

  /** Looks at schedules, and steers them. */
  public Schedules schedules() {
    return Schedules.of(store);
  }

  /** Takes no more ticks. Schedules stay stored, and other servers go on with them. */
  public void stop() {
    Answers.await(runner.stop());
    if (ownsStore) {
      store.close();
    }
  }

  /** The same as {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }

  static ScheduleSettings settingsOfThisProcess() {
    ServerIdentity process = ServerIdentity.of("");
    return ScheduleSettings.of(process.host() + ":" + process.pid());
  }

  /** Settings of a scheduler. */
  public static final class Builder {
    private final TaskStore store;
    private final boolean ownsStore;
    private final Map<String, Schedule> declared = new LinkedHashMap<>();
    private PayloadCodec codec = PayloadCodec.plain();
    private ScheduleSettings settings = settingsOfThisProcess();

    private Builder(TaskStore store, boolean ownsStore) {
      this.store = store;
      this.ownsStore = ownsStore;
    }

    /**
     * Declares a schedule.
     *
     * @param schedule whose id no other one has
     * @throws IllegalArgumentException when another one has it
     */
    public Builder schedule(Schedule schedule) {
      Schedule other = declared.putIfAbsent(schedule.id(), schedule);
      if (other != null) {
        throw new IllegalArgumentException(
            "Two schedules have the id '" + schedule.id() + "'; give one of them another");
      }
      return this;
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
     * How late a tick may be found without counting as missed; 1 min unless set.
     *
     * @param value 1 s to 10 min
     */
    public Builder misfireTolerance(Duration value) {
      settings = settings.withMisfireTolerance(value);
      return this;
    }

    /**
     * How often the scheduler looks for changes that others made; 2 s unless set. What they rule
     * out does not happen in the meantime; what they bring begins that late at most.
     *
     * @param value at least 100 ms
     */
    public Builder watchInterval(Duration value) {
      settings = settings.withWatchInterval(value);
      return this;
    }

    /** The scheduler, not yet started. */
    public Scheduler build() {
      return new Scheduler(this);
    }
  }
}
