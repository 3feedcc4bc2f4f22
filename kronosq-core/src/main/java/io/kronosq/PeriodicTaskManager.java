package io.kronosq;

import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.schedule.PeriodicTaskProvider;
import io.kronosq.schedule.ProviderRunner;
import io.kronosq.schedule.Schedule;
import io.kronosq.schedule.ScheduleDefinition;
import io.kronosq.schedule.ScheduleSettings;
import io.kronosq.schedule.SyncResult;
import io.kronosq.store.Answers;
import io.kronosq.store.Loop;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.KronosException;
import io.kronosq.task.PayloadCodec;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the periodic tasks that a provider wants, and asks it from time to time what it wants now.
 * Any number of servers may do so: each tick is enqueued once. Safe for use by many threads.
 */
public final class PeriodicTaskManager implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeriodicTaskManager.class);

  private final TaskStore store;
  private final boolean ownsStore;
  private final PeriodicTaskProvider provider;
  private final PayloadCodec codec;
  private final Duration syncInterval;
  private final Executor executor;
  private final ProviderRunner runner;
  private final Object asking = new Object();
  private volatile boolean running;
  private volatile Loop.@Nullable Timer timer;
  private volatile @Nullable Throwable lastFailure;

  private PeriodicTaskManager(Builder builder, PeriodicTaskProvider provider) {
    store = builder.store;
    ownsStore = builder.ownsStore;
    this.provider = provider;
    codec = builder.codec;
    syncInterval = builder.syncInterval;
    executor = builder.executor;
    runner =
        new ProviderRunner(
            store,
            builder.settings.withTransforms(codec.transforms()),
            TimeSource.system(),
            builder.name);
  }

  /**
   * Builds a manager with a connection of its own, which closes with it.
   *
   * @param redis where Redis is
   */
  public static Builder builder(RedisConfig redis) {
    return new Builder(RedisTaskStore.open(redis), true);
  }

  /**
   * Builds a manager on a store that others use too; it stays open.
   *
   * @param store an open store
   */
  public static Builder builder(TaskStore store) {
    return new Builder(store, false);
  }

  /**
   * Runs what the provider wanted when it was last asked, and asks it in the background, now and
   * then in each interval.
   */
  public void start() {
    running = true;
    runner.start();
    syncInBackground();
  }

  private void syncInBackground() {
    try {
      executor.execute(this::syncAndGoOn);
    } catch (RejectedExecutionException full) {
      LOG.warn("The periodic tasks stay as they are, until the next look. {}", full.toString());
      syncLater();
    }
  }

  private void syncAndGoOn() {
    if (!running) {
      return;
    }
    try {
      sync();
    } catch (RuntimeException e) {
      LOG.warn("The periodic tasks stay as they are, until the next look. {}", e.toString());
    } finally {
      syncLater();
    }
  }

  private void syncLater() {
    if (running) {
      timer = store.loop().schedule(syncInterval, this::syncInBackground);
    }
  }

  /**
   * Asks the provider now, and stores what it wants. Not to be called on the I/O thread.
   *
   * @return what was changed
   * @throws KronosException when the provider fails, or wants what is not possible; the schedules
   *     stay as they are
   * @throws StoreException when the store fails; the rest is made up for with the next look
   */
  public SyncResult sync() {
    synchronized (asking) {
      try {
        SyncResult result = Answers.await(runner.sync(wanted()));
        lastFailure = null;
        return result;
      } catch (RuntimeException e) {
        lastFailure = e;
        throw e;
      }
    }
  }

  private Map<String, ScheduleDefinition> wanted() {
    Map<String, ScheduleDefinition> wanted = new LinkedHashMap<>();
    try {
      for (Schedule schedule : provider.schedules()) {
        if (wanted.put(schedule.id(), schedule.define(codec)) != null) {
          throw new KronosException(
              "The provider wants two schedules of the id '"
                  + schedule.id()
                  + "'; give one of them another");
        }
      }
    } catch (KronosException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KronosException("The provider of periodic tasks was interrupted", e);
    } catch (Exception e) {
      throw new KronosException("The provider of periodic tasks failed: " + e, e);
    }
    return wanted;
  }

  /**
   * Takes the ticks that are due now: instead of {@link #start()}, together with {@link #sync()},
   * for whoever moves the store's clock, such as a test. Not to be called on the I/O thread.
   *
   * @return when the next tick is due, by the store's clock; empty when none is
   * @throws StoreException when the store fails
   */
  public Optional<Instant> step() {
    return Answers.await(runner.step());
  }

  /** Why the last look at the provider failed; empty when it did not. */
  public Optional<Throwable> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /** Asks no more and takes no more ticks. Schedules stay stored; other servers go on with them. */
  public void stop() {
    running = false;
    Loop.Timer pending = timer;
    if (pending != null) {
      pending.cancel();
    }
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

  /** Settings of a manager. */
  public static final class Builder {
    private final TaskStore store;
    private final boolean ownsStore;
    private @Nullable PeriodicTaskProvider provider;
    private String name = "default";
    private PayloadCodec codec = PayloadCodec.plain();
    private Duration syncInterval = Duration.ofMinutes(3);
    private ScheduleSettings settings = Scheduler.settingsOfThisProcess();
    private Executor executor = Builder::onThreadOfItsOwn;

    private Builder(TaskStore store, boolean ownsStore) {
      this.store = store;
      this.ownsStore = ownsStore;
    }

    private static void onThreadOfItsOwn(Runnable action) {
      Thread thread = new Thread(action, "kronosq-periodic");
      thread.setDaemon(true);
      thread.start();
    }

    /**
     * Who tells what is wanted.
     *
     * @param value see {@link PeriodicTaskProvider}
     */
    public Builder provider(PeriodicTaskProvider value) {
      provider = value;
      return this;
    }

    /**
     * Tells providers that share a Redis apart; {@code default} unless set. A manager removes
     * schedules of its own name only.
     *
     * @param value not empty
     */
    public Builder name(String value) {
      name = value;
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
     * How often the provider is asked; 3 min unless set.
     *
     * @param value at least 1 s
     */
    public Builder syncInterval(Duration value) {
      if (value.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("syncInterval must be at least 1 s, not " + value);
      }
      syncInterval = value;
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
     * Asks the provider; a thread each time unless set.
     *
     * @param value not a direct executor
     */
    public Builder executor(Executor value) {
      executor = value;
      return this;
    }

    /** The manager, not yet started. */
    public PeriodicTaskManager build() {
      return new PeriodicTaskManager(
          this, Objects.requireNonNull(provider, "A PeriodicTaskManager needs a provider"));
    }
  }
}
