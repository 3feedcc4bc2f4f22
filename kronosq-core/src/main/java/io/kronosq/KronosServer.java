package io.kronosq;

import io.kronosq.event.ServerEventListener;
import io.kronosq.event.TaskEventListener;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.Layout;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.Limits;
import io.kronosq.task.Names;
import io.kronosq.task.PayloadCodec;
import io.kronosq.time.TimeSource;
import io.kronosq.trace.GuardedPropagator;
import io.kronosq.trace.TracePropagator;
import io.kronosq.worker.AutoScale;
import io.kronosq.worker.EventListeners;
import io.kronosq.worker.Handling;
import io.kronosq.worker.ServerActivity;
import io.kronosq.worker.ServerIdentity;
import io.kronosq.worker.ServerSettings;
import io.kronosq.worker.ServerSettings.FailureSettings;
import io.kronosq.worker.ServerSettings.TimeLimits;
import io.kronosq.worker.ServerStatus;
import io.kronosq.worker.SteppedWorker;
import io.kronosq.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Processes tasks: claims them from its queues, runs their handlers, stores the outcomes. Any
 * number of servers share the queues of one Redis. Safe for use by many threads.
 */
public final class KronosServer implements AutoCloseable {
  private final TaskStore store;
  private final boolean ownsStore;
  private final @Nullable ExecutorService ownExecutor;
  private final Worker worker;
  private final BacklogSampler backlog;

  private KronosServer(Builder builder) {
    store = builder.store;
    ownsStore = builder.ownsStore;
    Executor given = builder.executor;
    ownExecutor = given == null ? Executors.newCachedThreadPool(threads()) : null;
    Executor executor = ownExecutor != null ? ownExecutor : Objects.requireNonNull(given);
    builder.partitions.forEach(store.partitions()::atLeast);
    worker =
        new Worker(
            store,
            builder.settings(),
            new Handling(builder.router, builder.codec, new GuardedPropagator(builder.propagator)),
            executor,
            new EventListeners(builder.listeners, builder.serverListeners),
            ServerIdentity.of(builder.name));
    worker.onStopOrdered(this::stop);
    backlog = new BacklogSampler(store);
  }

  /**
   * Builds a server with connections of its own, which close with it.
   *
   * @param redis where Redis is
   */
  public static Builder builder(RedisConfig redis) {
    return new Builder(RedisTaskStore.open(redis), true);
  }

  /**
   * Builds a server on a store that others use too; it stays open.
   *
   * @param store an open store
   */
  public static Builder builder(TaskStore store) {
    return new Builder(store, false);
  }

  /**
   * Starts to take tasks. A Redis that is away does not fail the start; the server waits for it.
   *
   * @throws IllegalStateException when it was started before
   */
  public void start() {
    worker.start();
    backlog.start();
  }

  /** Takes no more tasks; those that it has go on. A server that is quiet can only be stopped. */
  public void quiet() {
    worker.quiet();
  }

  /**
   * Stops: no more tasks, running handlers get the grace period, then they are interrupted, and
   * what is not done goes back to the head of its queue without spending a retry. Returns when that
   * is stored, or a few seconds after the grace period. An operator does the same with {@link
   * Inspector#stopServer}.
   */
  public synchronized void stop() {
    backlog.close();
    worker.stop();
    if (ownExecutor != null) {
      ownExecutor.shutdownNow();
    }
    if (ownsStore) {
      store.close();
    }
  }

  /** The same as {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }

  /** The server at this moment. */
  public ServerStatus status() {
    return worker.status();
  }

  /**
   * Looks at the server from within, as soon as its I/O thread has a moment: a matter of
   * microseconds, unless something blocks that thread. It asks Redis nothing.
   *
   * @return fails with a {@link io.kronosq.store.StoreException} when the store is closed
   */
  public CompletionStage<ServerActivity> activity() {
    return worker.activity();
  }

  /**
   * Runs so many handlers at a time from now on, whatever the load. Where fewer are to run, those
   * beyond end first.
   *
   * @param value 1 or more
   */
  public void concurrency(int value) {
    worker.concurrency(checkConcurrency(value));
  }

  /**
   * Adapts the number of handlers that run at a time to the load from now on. Where fewer are to
   * run, those beyond end first.
   *
   * @param value limits and times
   */
  public void autoScale(AutoScale value) {
    worker.autoScale(value);
  }

  private static int checkConcurrency(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("concurrency must be 1 or more, not " + value);
    }
    return value;
  }

  private static ThreadFactory threads() {
    AtomicInteger count = new AtomicInteger();
    return action -> {
      Thread thread = new Thread(action, "kronosq-worker-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Settings of a server. */
  public static final class Builder {
    private final TaskStore store;
    private final boolean ownsStore;
    private final Map<String, Integer> queues = new LinkedHashMap<>();
    private final Map<String, Integer> partitions = new LinkedHashMap<>();
    private final Map<String, Integer> queueConcurrency = new HashMap<>();
    private final Map<String, LimitSettings> queueLimits = new HashMap<>();
    private final List<TaskEventListener> listeners = new ArrayList<>();
    private final List<ServerEventListener> serverListeners = new ArrayList<>();
    private TaskRouter router = new TaskRouter();
    private PayloadCodec codec = PayloadCodec.plain();
    private TracePropagator propagator = TracePropagator.w3c();
    private boolean strictPriority;
    private int concurrency;
    private @Nullable AutoScale autoScale;
    private TimeLimits limits = TimeLimits.DEFAULT;
    private FailureSettings failures = FailureSettings.DEFAULT;
    private int eventBuffer = 10_000;
    private String name = "";
    private @Nullable Executor executor;

    private Builder(TaskStore store, boolean ownsStore) {
      this.store = store;
      this.ownsStore = ownsStore;
    }

    /**
     * Serves a queue; {@value EnqueueOptions#DEFAULT_QUEUE} with weight 1 unless any is named.
     *
     * @param name see {@link Names#checkQueue}
     * @param weight its share against the other queues, 1 or more
     */
    public Builder queue(String name, int weight) {
      if (weight < 1) {
        throw new IllegalArgumentException(
            "The weight of queue '" + name + "' must be 1 or more, not " + weight);
      }
      queues.put(Names.checkQueue(name), weight);
      return this;
    }

    /**
     * Sees to it that a queue has at least this many partitions, as soon as Redis is there; see
     * {@link Inspector#setPartitions}. It never takes any away.
     *
     * @param queue see {@link Names#checkQueue}
     * @param count 1 to {@value Layout#MAX_PARTITIONS}
     */
    public Builder partitions(String queue, int count) {
      partitions.put(Names.checkQueue(queue), Layout.checkCount(queue, count));
      return this;
    }

    /**
     * Brings limits for a queue along. They hold for all servers together, where none were set at
     * run time by {@link QueueLimits}; of several servers the last to start decides.
     *
     * @param queue one that is served here
     * @param value for all its tasks together
     */
    public Builder limits(String queue, Limits value) {
      LimitSettings known = broughtFor(queue);
      queueLimits.put(queue, new LimitSettings(value, known.keys(), Map.of()));
      return this;
    }

    /**
     * Brings limits for the keys of a queue along, as {@link #limits} does for the queue.
     *
     * @param queue one that is served here
     * @param value for the tasks of each key that was not given limits of its own
     */
    public Builder limitsOfEachKey(String queue, Limits value) {
      LimitSettings known = broughtFor(queue);
      queueLimits.put(queue, new LimitSettings(known.queue(), value, Map.of()));
      return this;
    }

    private LimitSettings broughtFor(String queue) {
      LimitSettings known = queueLimits.get(Names.checkQueue(queue));
      return known == null ? LimitSettings.NONE : known;
    }

    /**
     * Whether a queue is served only while all of greater weight are empty; false unless set.
     *
     * @param value true for strict priority, false for weighted shares
     */
    public Builder strictPriority(boolean value) {
      strictPriority = value;
      return this;
    }

    /**
     * How many handlers run at a time; the sum of the weights unless set.
     *
     * @param value 1 or more
     */
    public Builder concurrency(int value) {
      concurrency = checkConcurrency(value);
      autoScale = null;
      return this;
    }

    /**
     * How many handlers of a queue run at a time at most; unless set all of the server's, but one
     * of them where it serves several queues without strict priority. So handlers of one queue that
     * block keep no other queue from going on.
     *
     * @param queue one that is served here
     * @param value 1 or more; beyond the server's concurrency it limits nothing
     */
    public Builder concurrency(String queue, int value) {
      queueConcurrency.put(Names.checkQueue(queue), checkConcurrency(value));
      return this;
    }

    /**
     * Adapts the number of handlers that run at a time to the load, instead of a fixed concurrency;
     * it begins with the least. The executor must be able to run the most.
     *
     * @param value limits and times, such as {@link AutoScale#upTo}
     */
    public Builder autoScale(AutoScale value) {
      autoScale = value;
      return this;
    }

    /**
     * Finds the handlers.
     *
     * @param value not changed afterwards
     */
    public Builder router(TaskRouter value) {
      router = value;
      return this;
    }

    /**
     * Reads payloads and writes results; {@link PayloadCodec#plain()} unless set.
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
     * Runs handlers and event listeners; threads of the server's own unless set. It must be able to
     * run {@code concurrency} actions at a time, and it is not shut down by the server.
     *
     * @param value not a direct executor
     */
    public Builder executor(Executor value) {
      executor = value;
      return this;
    }

    /**
     * Adds a listener to task events.
     *
     * @param listener see {@link TaskEventListener}
     */
    public Builder onEvent(TaskEventListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Adds a listener to events of the server.
     *
     * @param listener see {@link ServerEventListener}
     */
    public Builder onServerEvent(ServerEventListener listener) {
      serverListeners.add(listener);
      return this;
    }

    /**
     * How long a silent server is taken for alive; 15 s unless set.
     *
     * @param value at least 1 s
     */
    public Builder lease(Duration value) {
      limits = new TimeLimits(value, limits.gracePeriod(), limits.stuckAfter());
      return this;
    }

    /**
     * How long running handlers may go on when the server stops; 10 s unless set.
     *
     * @param value zero or more
     */
    public Builder gracePeriod(Duration value) {
      limits = new TimeLimits(limits.lease(), value, limits.stuckAfter());
      return this;
    }

    /**
     * How long a cancelled handler may go on before it counts as stuck and its slot is given to
     * others; 10 s unless set.
     *
     * @param value zero or more
     */
    public Builder stuckAfter(Duration value) {
      limits = new TimeLimits(limits.lease(), limits.gracePeriod(), value);
      return this;
    }

    /**
     * What the archive of each queue keeps; 10,000 tasks and 90 days unless set.
     *
     * @param value count and age
     */
    public Builder archive(ArchiveLimits value) {
      failures =
          new FailureSettings(
              failures.maxCrashes(), failures.historyLimit(), value, failures.unknownTypeDelay());
      return this;
    }

    /**
     * What happens to tasks that fail.
     *
     * @param value {@link FailureSettings#DEFAULT} unless set
     */
    public Builder failures(FailureSettings value) {
      failures = value;
      return this;
    }

    /**
     * How many events wait for listeners at most, before new ones are dropped and counted; 10,000
     * unless set.
     *
     * @param events 1 or more
     */
    public Builder eventBuffer(int events) {
      if (events < 1) {
        throw new IllegalArgumentException("eventBuffer must be 1 or more, not " + events);
      }
      eventBuffer = events;
      return this;
    }

    /**
     * What the server is called, for {@link Inspector#servers()}; such as the application's name.
     *
     * @param value empty unless set
     */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /**
     * A worker that does what the server would do, but one task at a time, on the thread that asks
     * it to, and without a time of its own: for tests, and for jobs that work a queue off and end.
     * Of these settings it has no use for the executor, the concurrency, and times of leases,
     * stopping and stuck handlers; it stays with a store that was handed in, whose owner closes it.
     *
     * @param time tells the time; for a test, that of the store
     * @throws IllegalStateException when the builder opened a store of its own
     */
    public SteppedWorker buildStepped(TimeSource time) {
      if (ownsStore) {
        store.close();
        throw new IllegalStateException(
            "A stepped worker works on a store that others close; use builder(TaskStore)");
      }
      partitions.forEach(store.partitions()::atLeast);
      return new SteppedWorker(
          store,
          settings(),
          new Handling(router, codec, new GuardedPropagator(propagator)),
          new EventListeners(listeners, serverListeners),
          time);
    }

    /** The server, not yet started. */
    public KronosServer build() {
      return new KronosServer(this);
    }

    private ServerSettings settings() {
      Map<String, Integer> served =
          queues.isEmpty() ? Map.of(EnqueueOptions.DEFAULT_QUEUE, 1) : queues;
      int slots =
          concurrency > 0
              ? concurrency
              : served.values().stream().mapToInt(Integer::intValue).sum();
      return new ServerSettings(
          new LinkedHashMap<>(served),
          Map.copyOf(queueConcurrency),
          Map.copyOf(queueLimits),
          strictPriority,
          autoScale == null ? slots : autoScale.min(),
          autoScale,
          limits,
          failures,
          eventBuffer);
    }
  }
}
