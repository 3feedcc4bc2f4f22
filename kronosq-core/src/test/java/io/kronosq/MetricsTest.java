package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskHandler;
import io.kronosq.handler.TaskRouter;
import io.kronosq.metric.AttemptResult;
import io.kronosq.metric.MetricsListener;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.TaskStore;
import io.kronosq.task.BatchEnqueueException;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.Task;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedMetrics;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the engine tells to be measured. */
class MetricsTest {
  private static final HandlerOptions AT_ONCE =
      HandlerOptions.DEFAULT.withRetryPolicy(RetryPolicy.fixed(Duration.ofMillis(5)));
  private static final TaskHandler FAILING =
      task -> {
        throw new IllegalStateException("always");
      };

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final RecordedMetrics metrics = new RecordedMetrics();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  private RedisTaskStore store() {
    return store(metrics);
  }

  private RedisTaskStore store(MetricsListener listener) {
    return engine.closing(RedisTaskStore.open(redis.config(), listener));
  }

  private KronosServer start(TaskStore store, TaskRouter router) {
    return engine.start(
        KronosServer.builder(store)
            .router(router)
            .concurrency(4)
            .lease(Duration.ofSeconds(1))
            .gracePeriod(Duration.ofMillis(100)));
  }

  private void await(String what, long count) {
    Await.until(what + " was told " + count + " times", () -> metrics.told(what) == count);
  }

  @Test
  void whatBecameOfEachAttemptIsToldByTypeAndQueue() {
    RedisTaskStore store = store();
    KronosClient client = KronosClient.builder(store).build();
    start(
        store,
        new TaskRouter()
            .handle("good", task -> {})
            .handle("bad", FAILING, AT_ONCE)
            .handle(
                "skip",
                task -> {
                  throw new SkipRetryException("hopeless");
                })
            .handle("later", FAILING, AT_ONCE.withFailurePredicate(failure -> false)));
    for (int i = 0; i < 7; i++) {
      client.enqueue("good", "x");
    }
    client.enqueue("bad", "x", EnqueueOption.maxRetry(2));
    client.enqueue("skip", "x");
    client.enqueue("later", "x");
    client.enqueue("stranger", "x");
    await("settled good default SUCCEEDED", 7);
    await("settled bad default RETRIED", 2);
    await("settled bad default ARCHIVED", 1);
    await("settled skip default ARCHIVED", 1);
    await("settled stranger default UNHANDLED", 1);
    Await.until("it is put off", () -> metrics.told("settled later default POSTPONED") > 0);
    assertThat(metrics.told("settled later default RETRIED")).isZero();
    assertThat(metrics.times("ran good")).hasSize(7);
    assertThat(metrics.times("ran bad")).hasSize(3);
    assertThat(metrics.times("ran stranger")).isEmpty();
    assertThat(metrics.times("redisAnswered")).isNotEmpty().allMatch(took -> took.toNanos() > 0);
  }

  @Test
  void whatAServerThatStopsGivesBackIsTold() {
    RedisTaskStore store = store();
    KronosServer server = start(store, new TaskRouter().handle("t", this::block));
    KronosClient.builder(store).build().enqueue("t", "x");
    Await.signal(entered);
    server.stop();
    await("settled t default RETURNED", 1);
  }

  private void block(Object task) throws InterruptedException {
    entered.countDown();
    gate.await();
  }

  @Test
  void aHandlerIsMeasuredFromItsStartToItsEnd() {
    RedisTaskStore store = store();
    start(store, new TaskRouter().handle("t", this::block));
    KronosClient.builder(store).build().enqueue("t", "x");
    Await.signal(entered);
    long since = System.nanoTime();
    Await.until("a moment passed", () -> System.nanoTime() - since > 20_000_000);
    gate.countDown();
    await("settled t default SUCCEEDED", 1);
    assertThat(metrics.times("ran t")).hasSize(1).allMatch(ran -> ran.toMillis() >= 20);
  }

  @Test
  void aTaskWaitsFromWhenItIsDueUntilItsFirstStart() {
    RedisTaskStore store = store();
    KronosClient client = KronosClient.builder(store).build();
    Duration delay = Duration.ofMillis(1_500);
    client.enqueue("delayed", "x", EnqueueOption.delay(delay));
    client.enqueue("past", "x", EnqueueOption.processAt(Instant.EPOCH));
    client.enqueue("t", "x", EnqueueOption.maxRetry(2));
    Instant enqueued = Instant.now();
    Await.until("it waited", () -> Duration.between(enqueued, Instant.now()).toMillis() > 50);
    start(
        store,
        new TaskRouter()
            .handle("delayed", task -> {})
            .handle("past", task -> {})
            .handle("t", FAILING, AT_ONCE));
    await("settled delayed default SUCCEEDED", 1);
    await("settled past default SUCCEEDED", 1);
    await("settled t default ARCHIVED", 1);
    assertThat(metrics.times("waited delayed")).hasSize(1).allMatch(w -> w.compareTo(delay) < 0);
    assertThat(metrics.times("waited past")).hasSize(1).allMatch(w -> w.toHours() == 0);
    assertThat(metrics.times("waited t")).hasSize(1).allMatch(waited -> waited.toMillis() >= 50);
  }

  @Test
  void eachEnqueueIsToldWithWhatBecameOfIt() throws Exception {
    RedisTaskStore store = store();
    KronosClient client = KronosClient.builder(store).build();
    client.enqueue("t", "x", EnqueueOption.queue("other"));
    client.enqueue("t", "x", EnqueueOption.taskId("one"));
    assertThatExceptionOfType(DuplicateTaskException.class)
        .isThrownBy(() -> client.enqueue("t", "x", EnqueueOption.taskId("one")));
    client.enqueueAsync(Task.of("t", "x")).toCompletableFuture().get();
    assertThat(client.enqueueAsync(Task.of("t", "x"), EnqueueOption.taskId("one")))
        .failsWithin(Await.LONG);
    client.enqueueAll(List.of(Task.of("a", "x"), Task.of("b", "x"), Task.of("b", "x")));
    assertThatExceptionOfType(BatchEnqueueException.class)
        .isThrownBy(
            () -> client.enqueueAll(List.of(Task.of("a", "x")), EnqueueOption.taskId("one")));
    Unique latest = Unique.byType(Duration.ofMinutes(1)).replacing();
    client.enqueue("u", "1", EnqueueOption.unique(latest));
    client.enqueue("u", "2", EnqueueOption.unique(latest));
    assertThat(metrics.told("enqueued t other STORED")).isEqualTo(1);
    assertThat(metrics.told("enqueued t default STORED")).isEqualTo(2);
    assertThat(metrics.told("enqueued t default DUPLICATE")).isEqualTo(2);
    assertThat(metrics.told("enqueued a default STORED")).isEqualTo(1);
    assertThat(metrics.told("enqueued a default DUPLICATE")).isEqualTo(1);
    assertThat(metrics.told("enqueued b default STORED")).isEqualTo(2);
    assertThat(metrics.told("enqueued u default STORED")).isEqualTo(1);
    assertThat(metrics.told("enqueued u default REPLACED")).isEqualTo(1);
  }

  @Test
  void enqueuesAndCallsThatFailAreTold() {
    KronosClient client = KronosClient.builder(store()).timeout(Duration.ofMillis(200)).build();
    client.enqueue("t", "x");
    redis.stop();
    assertThatExceptionOfType(EnqueueException.class).isThrownBy(() -> client.enqueue("t", "x"));
    assertThat(
            metrics.told("enqueued t default FAILED") + metrics.told("enqueued t default UNKNOWN"))
        .isEqualTo(1);
    Await.until("calls failed", () -> metrics.told("redisFailed") > 0);
    Await.until("the connection was lost", () -> metrics.told("connectionLost") > 0);
  }

  @Test
  void tasksOfDeadServersAndLostLeasesAreTold() {
    RedisTaskStore store = store();
    KronosServer server = start(store, new TaskRouter().handle("t", this::block));
    KronosClient.builder(store).build().enqueue("t", "x", EnqueueOption.maxRetry(0));
    Await.signal(entered);
    redis.command("DEL", "kronosq:{default}:s");
    await("leaseLost default", 1);
    assertThat(server.status().concurrency()).isEqualTo(4);
    // Nobody but the owner knows of tasks whose lease is gone altogether; so a dead one is needed.
    KronosClient.builder(store).build().enqueue("t", "y", EnqueueOption.queue("q"));
    Await.answer(store.join("q", "dead", Duration.ofMinutes(1)));
    Await.answer(store.claim(new ClaimRequest("q", "dead", 1, List.of())));
    engine.start(
        KronosServer.builder(store)
            .router(new TaskRouter().handle("t", task -> {}))
            .queue("q", 1)
            .lease(Duration.ofSeconds(1)));
    redis.command("ZADD", "kronosq:{q}:s", "XX", "1", "dead");
    await("recovered q", 1);
    await("settled t q SUCCEEDED", 1);
    assertThat(metrics.times("waited t")).as("of first attempts").hasSize(1);
  }

  @Test
  void droppedEventsAreTold() {
    RedisTaskStore store = store();
    engine.start(
        KronosServer.builder(store)
            .router(new TaskRouter().handle("t", task -> {}))
            .concurrency(2)
            .eventBuffer(1)
            .onEvent(
                event -> {
                  entered.countDown();
                  Await.signal(gate);
                }));
    KronosClient client = KronosClient.builder(store).build();
    client.enqueue("t", "x");
    Await.signal(entered);
    for (int i = 0; i < 5; i++) {
      client.enqueue("t", "x");
    }
    Await.until("all ran", () -> metrics.told("settled t default SUCCEEDED") == 6);
    gate.countDown();
    assertThat(metrics.told("eventDropped")).isPositive();
  }

  @Test
  void aListenerThatFailsCostsNoTask() {
    AtomicInteger ran = new AtomicInteger();
    RedisTaskStore store = store(new FailingMetrics());
    start(store, new TaskRouter().handle("t", task -> ran.incrementAndGet()));
    KronosClient.builder(store).build().enqueue("t", "x");
    Await.until("it ran", () -> ran.get() == 1);
    Await.until("it is done", () -> engine.inspector().queue("default").size() == 0);
  }

  private static final class FailingMetrics implements MetricsListener {
    @Override
    public void waited(String type, String queue, long nanos) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void settled(String type, String queue, AttemptResult result) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void redisAnswered(long nanos) {
      throw new IllegalStateException("broken");
    }
  }

  @Test
  void queuesAreLookedAtInTheBackground() {
    RedisTaskStore store = store();
    KronosClient client = KronosClient.builder(store).partitions("cut", 3).build();
    for (int i = 0; i < 9; i++) {
      client.enqueue("t", "x", EnqueueOption.queue("cut"));
    }
    client.enqueue("t", "x", EnqueueOption.delay(Duration.ofHours(1)));
    QueueMonitor monitor = engine.closing(QueueMonitor.start(store, Duration.ofMillis(20)));
    Await.until("queues were seen", () -> metrics.observed() != null);
    Await.until("both are known", () -> metrics.observed().size() == 2);
    assertThat(metrics.observed())
        .extracting(QueueInfo::name, QueueInfo::pending, QueueInfo::scheduled)
        .containsExactly(tuple("cut", 9L, 0L), tuple("default", 0L, 1L));
    client.enqueue("t", "x");
    Await.until("the change was seen", () -> metrics.observed().get(1).pending() == 1);
    redis.stop();
    Await.until("nothing is known", () -> metrics.observed().isEmpty());
    redis.startAgain();
    client.enqueue("t", "x", EnqueueOption.queue("new"));
    Await.until("it is known again", () -> metrics.observed().size() == 1);
    monitor.close();
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueueMonitor.start(engine.store(), Duration.ZERO))
        .withMessageContaining("PT0S");
  }
}
