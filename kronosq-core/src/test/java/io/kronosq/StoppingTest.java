package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.TaskEventType;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import io.kronosq.worker.ServerStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoppingTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final RecordedEvents events = new RecordedEvents();

  private List<TaskRef> enqueue(int count) {
    return engine
        .client()
        .enqueueAll(IntStream.range(0, count).mapToObj(i -> Task.of("t", "p" + i)).toList());
  }

  @Test
  void aStopWaitsForRunningHandlersWithinTheGracePeriod() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    KronosServer server =
        engine.start(
            engine
                .server(
                    new TaskRouter()
                        .handle(
                            "t",
                            context -> {
                              running.countDown();
                              Await.signal(release);
                            }))
                .gracePeriod(Duration.ofSeconds(20)));
    enqueue(3);
    Await.signal(running);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
    Await.until("it takes no more", () -> server.status().state() == State.QUIET);
    release.countDown();
    Await.answer(stopped);
    assertThat(server.status().state()).isEqualTo(State.STOPPED);
    QueueInfo queue = engine.inspector().queue("default");
    assertThat(queue.active()).isZero();
    assertThat(queue.pending()).isEqualTo(2);
    assertThat(redis.number("ZCARD", "kronosq:{default}:s")).as("leases").isZero();
  }

  @Test
  void whatIsNotDoneInTimeGoesBackToTheHeadWithoutSpendingARetry() {
    CountDownLatch running = new CountDownLatch(3);
    KronosServer server =
        engine.start(
            engine
                .server(
                    new TaskRouter()
                        .handle(
                            "t",
                            context -> {
                              running.countDown();
                              new CountDownLatch(1).await();
                            }))
                .concurrency(3)
                .onEvent(events)
                .gracePeriod(Duration.ofMillis(50)));
    List<TaskRef> refs = enqueue(5);
    Await.signal(running);
    server.stop();
    for (TaskRef ref : refs) {
      TaskInfo info = engine.inspector().task("default", ref.id()).orElseThrow();
      assertThat(info.state()).isEqualTo(TaskState.PENDING);
      assertThat(info.attempts().retried()).isZero();
      assertThat(info.attempts().crashes()).isZero();
    }
    assertThat(redis.texts("LRANGE", "kronosq:{default}:p", "0", "2"))
        .containsExactlyInAnyOrderElementsOf(refs.subList(0, 3).stream().map(TaskRef::id).toList());
    assertThat(events.count(TaskEventType.RETURNED)).isEqualTo(3);
  }

  @Test
  void aHandlerThatIgnoresTheStopDoesNotHoldItUpForever() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    KronosServer server =
        engine.start(
            engine.server(
                new TaskRouter()
                    .handle(
                        "t",
                        context -> {
                          running.countDown();
                          while (release.getCount() > 0) {
                            Thread.onSpinWait();
                          }
                        })));
    TaskRef ref = enqueue(1).get(0);
    Await.signal(running);
    try {
      server.stop();
      assertThat(engine.inspector().task("default", ref.id()).orElseThrow().state())
          .isEqualTo(TaskState.PENDING);
    } finally {
      release.countDown();
    }
  }

  @Test
  void aQuietServerFinishesWhatItHasAndTakesNoMore() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    KronosServer server =
        engine.start(
            engine
                .server(
                    new TaskRouter()
                        .handle(
                            "t",
                            context -> {
                              running.countDown();
                              Await.signal(release);
                            }))
                .onEvent(events));
    TaskRef first = enqueue(1).get(0);
    Await.signal(running);
    server.quiet();
    TaskRef second = enqueue(1).get(0);
    release.countDown();
    events.await(TaskEventType.SUCCEEDED, first.id());
    assertThat(engine.inspector().task("default", second.id()).orElseThrow().state())
        .isEqualTo(TaskState.PENDING);
    assertThat(server.status().state()).isEqualTo(State.QUIET);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServerThatTakesNoMorePassesAWakeUpOn(boolean stop) {
    AtomicInteger done = new AtomicInteger();
    TaskRouter router = new TaskRouter().handle("t", context -> done.incrementAndGet());
    KronosServer first = engine.start(KronosServer.builder(engine.newStore()).router(router));
    awaitBlocked(1);
    engine.start(KronosServer.builder(engine.newStore()).router(router));
    awaitBlocked(2);
    if (stop) {
      first.stop();
    } else {
      first.quiet();
    }
    long sent = System.nanoTime();
    engine.client().enqueue("t", "x");
    Await.until("it is done", () -> done.get() == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(1));
  }

  /** Redis gives a marker to the server that has waited longest. */
  private static void awaitBlocked(int servers) {
    Await.until(
        servers + " servers wait",
        () -> redis.command("INFO", "clients").toString().contains("blocked_clients:" + servers));
  }

  @Test
  void aPausedQueueRestsUntilItIsResumed() {
    RecordedEvents all = events;
    engine.inspector().pauseQueue("default");
    engine.start(
        engine
            .server(new TaskRouter().handle("t", context -> {}))
            .queue("default", 1)
            .queue("other", 1)
            .onEvent(all));
    TaskRef paused = enqueue(1).get(0);
    TaskRef other = engine.client().enqueue("t", "x", EnqueueOption.queue("other"));
    all.await(TaskEventType.SUCCEEDED, other.id());
    assertThat(engine.inspector().queue("default").paused()).isTrue();
    assertThat(engine.inspector().task("default", paused.id()).orElseThrow().state())
        .isEqualTo(TaskState.PENDING);
    engine.inspector().resumeQueue("default");
    all.await(TaskEventType.SUCCEEDED, paused.id());
  }

  @Test
  void aServerThatWasNeverStartedStops() {
    KronosServer server = engine.server(new TaskRouter()).build();
    server.stop();
    assertThat(server.status().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void aServerStopsThoughItsStoreWasClosedBefore() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    KronosServer server =
        engine.start(
            engine.server(
                new TaskRouter()
                    .handle(
                        "t",
                        context -> {
                          running.countDown();
                          try {
                            new CountDownLatch(1).await();
                          } finally {
                            interrupted.countDown();
                          }
                        })));
    enqueue(1);
    Await.signal(running);
    engine.store().close();
    server.stop();
    Await.signal(interrupted);
    assertThat(server.status().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void aStoppedServerLeavesNoThreadOfItsOwn() {
    KronosServer server =
        KronosServer.builder(redis.config())
            .router(new TaskRouter().handle("t", context -> {}))
            .onEvent(events)
            .build();
    server.start();
    TaskRef ref = enqueue(1).get(0);
    events.await(TaskEventType.SUCCEEDED, ref.id());
    server.stop();
    engine.store().close();
    Await.until(
        "its threads end",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("kronosq-")));
  }
}
