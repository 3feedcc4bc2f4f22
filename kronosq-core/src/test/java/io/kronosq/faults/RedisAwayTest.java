package io.kronosq.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.TaskRouter;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.StoreException;
import io.kronosq.task.BatchEnqueueException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis goes and comes back with its data. */
class RedisAwayTest {
  @RegisterExtension static final TestRedis redis = TestRedis.durable();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final RecordedEvents events = new RecordedEvents();

  @Test
  void anEnqueueFailsWithinItsTimeoutAndSaysThatNothingWasStored() {
    KronosClient client =
        KronosClient.builder(engine.store()).timeout(Duration.ofSeconds(1)).build();
    client.enqueue("t", "x");
    redis.stop();
    Await.until("the end of the connection is noticed", this::isAway);
    long start = System.nanoTime();
    assertThatExceptionOfType(EnqueueException.class)
        .isThrownBy(() -> client.enqueue("t", "y"))
        .withMessageContaining("connection to Redis at 127.0.0.1")
        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_WRITTEN));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThatExceptionOfType(EnqueueException.class)
        .isThrownBy(() -> Await.answer(client.enqueueAsync(Task.of("t", "y"))))
        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_WRITTEN));
    assertThatExceptionOfType(BatchEnqueueException.class)
        .isThrownBy(() -> client.enqueueAll(Collections.nCopies(3, Task.of("t", "y"))))
        .satisfies(e -> assertThat(e.failures()).hasSize(3));
    redis.startAgain();
    Await.until("it is connected again", () -> succeeds(() -> client.enqueue("t", "z")));
    assertThat(engine.inspector().queue("default").pending()).isEqualTo(2);
  }

  private boolean isAway() {
    try {
      engine.inspector().redis();
      return false;
    } catch (StoreException e) {
      return e.kind() == StoreException.Kind.NOT_CONNECTED;
    }
  }

  @Test
  void anEnqueueThatWaitsForTheConnectionIsStoredOnceItIsBack() {
    KronosClient client =
        KronosClient.builder(engine.store()).timeout(Duration.ofSeconds(30)).build();
    client.enqueue("t", "x");
    redis.stop();
    CompletableFuture<TaskRef> waiting =
        client.enqueueAsync(Task.of("t", "y")).toCompletableFuture();
    redis.startAgain();
    TaskRef stored = Await.answer(waiting);
    assertThat(engine.inspector().task("default", stored.id())).isPresent();
    assertThat(engine.inspector().queue("default").pending()).isEqualTo(2);
  }

  @Test
  void workThatWasFinishedMeanwhileIsAcknowledgedAndTheServerResumesByItself() {
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    KronosServer server =
        engine.start(
            engine
                .server(
                    new TaskRouter()
                        .handle(
                            "t",
                            context -> {
                              runs.incrementAndGet();
                              running.countDown();
                              Await.signal(release);
                            }))
                .concurrency(2)
                .onEvent(events));
    List<TaskRef> refs = engine.client().enqueueAll(Collections.nCopies(4, Task.of("t", "x")));
    Await.signal(running);
    redis.stop();
    release.countDown();
    redis.startAgain();
    refs.forEach(ref -> events.await(TaskEventType.SUCCEEDED, ref.id()));
    Await.until("it is free", () -> server.status().busy() == 0);
    assertThat(runs).as("no handler was started twice").hasValue(4);
    assertThat(engine.inspector().queue("default").size()).isZero();
    TaskRef later = engine.client().enqueue("t", "later");
    events.await(TaskEventType.SUCCEEDED, later.id());
  }

  @Test
  void aServerThatStartsWithoutRedisWaitsForIt() {
    redis.stop();
    CountDownLatch done = new CountDownLatch(1);
    RedisTaskStore store = engine.newStore();
    engine.start(
        KronosServer.builder(store)
            .router(new TaskRouter().handle("t", context -> done.countDown())));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Await.answer(store.queues()))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.NOT_CONNECTED));
    redis.startAgain();
    KronosClient client = KronosClient.builder(store).timeout(Duration.ofSeconds(30)).build();
    client.enqueue("t", "x");
    Await.signal(done);
  }

  @Test
  void aServerStopsWhileRedisIsAway() {
    CountDownLatch running = new CountDownLatch(1);
    KronosServer server =
        engine.start(
            engine.server(
                new TaskRouter()
                    .handle(
                        "t",
                        context -> {
                          running.countDown();
                          new CountDownLatch(1).await();
                        })));
    engine.client().enqueue("t", "x");
    Await.signal(running);
    redis.stop();
    long start = System.nanoTime();
    server.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  private static boolean succeeds(Runnable action) {
    try {
      action.run();
      return true;
    } catch (EnqueueException notYet) {
      return false;
    }
  }
}
