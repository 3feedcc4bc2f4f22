package io.kronosq.testkit;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.Scheduler;
import io.kronosq.handler.AsyncTaskHandler;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.TaskHandler;
import io.kronosq.handler.TaskMiddleware;
import io.kronosq.handler.TaskRouter;
import io.kronosq.redis.RedisConfig;
import io.kronosq.schedule.Schedule;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.KronosException;
import io.kronosq.task.PayloadCodec;
import io.kronosq.time.TimeSource;
import io.kronosq.worker.RunResult;
import io.kronosq.worker.ServerSettings.FailureSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Kronosq for one test. Tasks are enqueued as in production, and wait; they run when the test says
 * so, on the test's thread, by a clock that stands still until the test advances it:
 *
 * <pre>{@code
 * @KronosTest
 * class RemindersTest {
 *   @Test
 *   void remindsAfterADay(TestKronos kronos) {
 *     kronos.handle("reminder", new Reminders(mails));
 *     kronos.client().enqueue("reminder", "ann", EnqueueOption.delay(Duration.ofDays(1)));
 *
 *     assertThat(kronos.runDue()).isEmpty();
 *     kronos.clock().advance(Duration.ofDays(1));
 *     assertThat(kronos.runDue()).singleElement().satisfies(run -> assertThat(run.failed()).isFalse());
 *   }
 * }
 * }</pre>
 *
 * <p>Behind it is a real Redis, started once for all tests of the process, in which each instance
 * has keys of its own. Not safe for use by many threads, except what {@link #client()}, {@link
 * #inspector()} and {@link #clock()} return.
 */
public final class TestKronos implements EnqueuedTasks, AutoCloseable {
  private final TestStore store;
  private final TestClock clock;
  private KronosClient client;
  private final SteppedEngine engine;
  private PayloadCodec codec;
  private final TaskRouter router;
  private final List<RunResult> results = new ArrayList<>();
  private final int maxRuns;
  private boolean rethrow;

  private TestKronos(Builder builder) {
    codec = builder.codec;
    router = builder.router;
    rethrow = builder.rethrow;
    maxRuns = builder.maxRuns;
    store = TestStore.open(builder.redis, builder.start, codec);
    clock = new TestClock(builder.start, this::passTo);
    KronosClient.Builder enqueueing = KronosClient.builder(store.store()).codec(codec).time(clock);
    builder.client.accept(enqueueing);
    client = enqueueing.build();
    KronosServer.Builder processing =
        KronosServer.builder(store.store()).codec(codec).router(router);
    builder.server.accept(processing);
    engine =
        new SteppedEngine(store, clock, new SteppedEngine.Own(processing, !builder.namesQueues));
    if (!builder.schedules.isEmpty()) {
      Scheduler.Builder scheduling = Scheduler.builder(store.store()).codec(codec);
      builder.schedules.forEach(scheduling::schedule);
      engine.schedule(scheduling.build());
    }
  }

  /** One with default settings. */
  public static TestKronos open() {
    return builder().build();
  }

  /** Settings of one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Enqueues; its tasks are recorded, and carry the time of {@link #clock()}. */
  public KronosClient client() {
    return client;
  }

  /** Looks at queues and tasks. */
  public Inspector inspector() {
    return Inspector.of(store.store());
  }

  /** The time, which only the test moves. */
  public TestClock clock() {
    return clock;
  }

  /** The store, for what is built upon one; what is enqueued there is recorded. */
  public TaskStore store() {
    return store.store();
  }

  /**
   * Where Redis is, and with which prefix, for a client in another process. The time there is
   * Redis' own; nothing that processes tasks may be connected.
   */
  public RedisConfig redis() {
    return store.config();
  }

  /**
   * Routes a task type to a handler; see {@link TaskRouter#handle(String, TaskHandler)}.
   *
   * @param pattern a type, or the start of types and {@code *}
   * @param handler runs on the test's thread
   */
  public TestKronos handle(String pattern, TaskHandler handler) {
    router.handle(pattern, handler);
    return this;
  }

  /**
   * Routes a task type to a handler.
   *
   * @param pattern a type, or the start of types and {@code *}
   * @param handler runs on the test's thread
   * @param options how its failures are treated
   */
  public TestKronos handle(String pattern, TaskHandler handler, HandlerOptions options) {
    router.handle(pattern, handler, options);
    return this;
  }

  /**
   * Routes a task type to a handler that returns before it is done; see {@link
   * TaskRouter#handleAsync(String, AsyncTaskHandler)}. The test waits for its stage.
   *
   * @param pattern a type, or the start of types and {@code *}
   * @param handler begins on the test's thread, which is also that of {@code TaskContext.executor}
   */
  public TestKronos handleAsync(String pattern, AsyncTaskHandler handler) {
    router.handleAsync(pattern, handler);
    return this;
  }

  /**
   * Has failures of handlers thrown, once they are stored, by whatever ran the task; false unless
   * set. An {@link AssertionError} is thrown in any case.
   *
   * @param value true to have them thrown
   */
  public TestKronos rethrowFailures(boolean value) {
    rethrow = value;
    return this;
  }

  /**
   * Runs one task that is due.
   *
   * @return what came of it; empty when none is due
   * @throws KronosException when failures are rethrown and the handler threw a checked exception,
   *     with that as cause; others are thrown as they are
   */
  public Optional<RunResult> runOne() {
    engine.askProviders();
    engine.takeTicks();
    return step();
  }

  private Optional<RunResult> step() {
    Optional<RunResult> result = engine.runOne();
    result.ifPresent(this::note);
    return result;
  }

  private void note(RunResult result) {
    results.add(result);
    Throwable failure = result.failure();
    if (failure instanceof AssertionError failed) {
      throw failed;
    }
    if (rethrow && result.failed() && failure != null) {
      rethrow(result, failure);
    }
  }

  private static void rethrow(RunResult result, Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw new KronosException(
        "The handler of task " + result.task().id() + " (" + result.type() + ") failed", failure);
  }

  /**
   * Runs all tasks that are due, and those that they enqueue if these are due, too. The clock
   * stands still.
   *
   * @return what came of them, in this order
   * @throws KronosException as {@link #runOne()}
   * @throws IllegalStateException when there are more tasks than {@link Builder#maxRuns} allows
   */
  public List<RunResult> runDue() {
    List<RunResult> ran = new ArrayList<>();
    engine.askProviders();
    engine.takeTicks();
    engine.expire();
    runDue(ran);
    return List.copyOf(ran);
  }

  private void runDue(List<RunResult> ran) {
    for (Optional<RunResult> result = step(); result.isPresent(); result = step()) {
      ran.add(result.get());
      if (ran.size() >= maxRuns) {
        throw new IllegalStateException(
            "After "
                + maxRuns
                + " tasks there are still more, the last one of type '"
                + result.get().type()
                + "'; does a handler enqueue its own task again?");
      }
    }
  }

  /**
   * Lets time pass, and runs each task when it is due: those of ticks, retries and delays, too.
   *
   * @param time zero or more
   * @return what came of them, in this order
   * @throws KronosException as {@link #runOne()}
   * @throws IllegalStateException as {@link #runDue()}
   */
  public List<RunResult> runFor(Duration time) {
    Instant end = clock.now().plusMillis(time.toMillis());
    List<RunResult> ran = new ArrayList<>(runDue());
    for (Instant next = engine.nextEvent();
        next != null && !next.isAfter(end);
        next = engine.nextEvent()) {
      clock.advanceTo(later(next, clock.now()));
      runDue(ran);
    }
    clock.advanceTo(later(end, clock.now()));
    runDue(ran);
    engine.expire();
    return List.copyOf(ran);
  }

  /**
   * Runs tasks until none is left that waits: where none is due, the clock is advanced to when the
   * next one is, be it delayed or to be tried again. Schedules count for nothing here, since they
   * never end; ticks that come to be due on the way are taken.
   *
   * @return what came of them, in this order
   * @throws KronosException as {@link #runOne()}
   * @throws IllegalStateException as {@link #runDue()}, or when there is no handler for a task
   */
  public List<RunResult> runUntilEmpty() {
    List<RunResult> ran = new ArrayList<>(runDue());
    for (Instant next = engine.nextTask(); next != null; next = engine.nextTask()) {
      ran.stream()
          .filter(run -> run.kind() == RunResult.Kind.UNHANDLED)
          .findFirst()
          .ifPresent(TestKronos::refuseUnhandled);
      clock.advanceTo(later(next, clock.now()));
      runDue(ran);
    }
    return List.copyOf(ran);
  }

  private static void refuseUnhandled(RunResult run) {
    throw new IllegalStateException(
        "There is no handler for task type '"
            + run.type()
            + "', so that its task would wait for ever; is one missing, or the type misspelt?");
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /** What came of all tasks that ran so far, in this order. */
  public List<RunResult> results() {
    return List.copyOf(results);
  }

  /** What the last attempt that failed threw. */
  public Optional<Throwable> lastFailure() {
    for (int i = results.size() - 1; i >= 0; i--) {
      Throwable failure = results.get(i).failure();
      if (failure != null) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }

  @Override
  public List<EnqueuedTask> enqueued() {
    return store.recording().enqueued();
  }

  /** Forgets what was enqueued and what came of it. Tasks that wait go on waiting. */
  public void forget() {
    store.recording().forget();
    results.clear();
  }

  /** How payloads and results are written. */
  public PayloadCodec codec() {
    return codec;
  }

  private void passTo(Instant time) {
    engine.passTo(time);
  }

  SteppedEngine engine() {
    return engine;
  }

  /** The application has a client and a codec of its own. */
  void uses(KronosClient ofApplication, PayloadCodec reading) {
    client = ofApplication;
    codec = reading;
    store.recording().codec(reading);
  }

  /** Forgets all tasks, and closes what is open. */
  @Override
  public void close() {
    try (store) {
      engine.close();
      client.close();
    }
  }

  /** Settings of a {@link TestKronos}. */
  public static final class Builder {
    private final TaskRouter router = new TaskRouter();
    private final List<Schedule> schedules = new ArrayList<>();
    private Optional<String> redis =
        Optional.ofNullable(System.getProperty(RedisExtension.KIND_PROPERTY));
    private Instant start = TimeSource.system().now().truncatedTo(ChronoUnit.MILLIS);
    private PayloadCodec codec = PayloadCodec.plain();
    private Consumer<KronosClient.Builder> client = settings -> {};
    private Consumer<KronosServer.Builder> server = settings -> {};
    private boolean namesQueues;
    private boolean rethrow;
    private int maxRuns = 10_000;

    private Builder() {}

    /** See {@link RedisExtension#KIND_PROPERTY}. */
    Builder redis(Optional<String> kind) {
      redis = kind;
      return this;
    }

    /**
     * The time at first; the present one unless set.
     *
     * @param value used with a resolution of 1 ms
     */
    public Builder startAt(Instant value) {
      start = value.truncatedTo(ChronoUnit.MILLIS);
      return this;
    }

    /**
     * Writes and reads payloads and results; {@link PayloadCodec#plain()} unless set.
     *
     * @param value such as that of the application
     */
    public Builder codec(PayloadCodec value) {
      codec = value;
      return this;
    }

    /**
     * Wraps handlers that are routed afterwards; see {@link TaskRouter#use}.
     *
     * @param middleware not null
     */
    public Builder use(TaskMiddleware middleware) {
      router.use(middleware);
      return this;
    }

    /**
     * Routes a task type to a handler; see {@link TestKronos#handle(String, TaskHandler)}.
     *
     * @param pattern a type, or the start of types and {@code *}
     * @param handler runs on the test's thread
     */
    public Builder handle(String pattern, TaskHandler handler) {
      router.handle(pattern, handler);
      return this;
    }

    /**
     * Declares a schedule, whose ticks come as the clock is advanced.
     *
     * @param schedule what is enqueued, and when
     */
    public Builder schedule(Schedule schedule) {
      schedules.add(schedule);
      return this;
    }

    /**
     * Options for every task of a type, as the application's client has them.
     *
     * @param type the task's type
     * @param options see {@link EnqueueOption}
     */
    public Builder defaults(String type, EnqueueOption... options) {
      client = client.andThen(settings -> settings.defaults(type, options));
      return this;
    }

    /**
     * Serves a queue with a weight; all queues that tasks are enqueued to are served with weight 1
     * unless any is named.
     *
     * @param name the queue's name
     * @param weight its share against the other queues, 1 or more
     */
    public Builder queue(String name, int weight) {
      server = server.andThen(settings -> settings.queue(name, weight));
      namesQueues = true;
      return this;
    }

    /**
     * What happens to tasks that fail.
     *
     * @param value {@link FailureSettings#DEFAULT} unless set
     */
    public Builder failures(FailureSettings value) {
      server = server.andThen(settings -> settings.failures(value));
      return this;
    }

    /**
     * Further settings of what processes tasks, such as limits and listeners.
     *
     * @param settings is handed the server's settings
     */
    public Builder server(Consumer<KronosServer.Builder> settings) {
      server = server.andThen(settings);
      return this;
    }

    /**
     * See {@link TestKronos#rethrowFailures}.
     *
     * @param value true to have failures thrown
     */
    public Builder rethrowFailures(boolean value) {
      rethrow = value;
      return this;
    }

    /**
     * How many tasks one call runs at most, before it takes them for a loop; 10,000 unless set.
     *
     * @param value 1 or more
     */
    public Builder maxRuns(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("maxRuns must be 1 or more, not " + value);
      }
      maxRuns = value;
      return this;
    }

    /**
     * Starts Redis, unless it is started already.
     *
     * @throws IllegalArgumentException when a setting is not allowed
     */
    public TestKronos build() {
      return new TestKronos(this);
    }
  }
}
