package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.ScaleReason;
import io.kronosq.event.ServerEvent;
import io.kronosq.event.ServerEventType;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.Concurrency;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Limits;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import io.kronosq.worker.AutoScale;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AutoScalingTest {
  /** Nothing happens by a check alone within a test. */
  private static final AutoScale UNCHECKED =
      AutoScale.upTo(20).withCheckInterval(Duration.ofMinutes(5));

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final List<ServerEvent> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Semaphore mayEnd = new Semaphore(0);

  private final TaskRouter router =
      new TaskRouter()
          .handle(
              "t",
              context -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                try {
                  mayEnd.tryAcquire(20, TimeUnit.SECONDS);
                } finally {
                  running.decrementAndGet();
                  ended.incrementAndGet();
                }
              });

  private KronosServer start(AutoScale scale) {
    return engine.start(
        engine
            .server(router)
            .queue("default", 1)
            .name("scaled")
            .autoScale(scale)
            .onServerEvent(events::add));
  }

  /** By a process that the server does not share its store with. */
  private void enqueueElsewhere(int tasks) {
    try (KronosClient client = KronosClient.builder(engine.newStore()).build()) {
      client.enqueueAll(IntStream.range(0, tasks).mapToObj(i -> Task.of("t", "x")).toList());
    }
  }

  @AfterEach
  void endAll() {
    mayEnd.release(10_000);
  }

  @Test
  void aBurstIsMetAtOnceAndNotBeyondTheMaximum() {
    KronosServer server = start(UNCHECKED);
    assertThat(server.status().concurrency()).isEqualTo(2);
    enqueueElsewhere(100);
    Await.until("the most are running", () -> running.get() == 20);
    assertThat(server.status().concurrency()).isEqualTo(20);
    mayEnd.release(100);
    Await.until("all are done", () -> ended.get() == 100);
    assertThat(most.get()).isEqualTo(20);
    Await.until("it is told", () -> events.stream().anyMatch(e -> e.to() == 20));
    assertThat(events)
        .allMatch(e -> e.type() == ServerEventType.SCALED && e.reason() == ScaleReason.BACKLOG)
        .allMatch(e -> e.name().equals("scaled") && e.to() > e.from());
    assertThat(events.get(0).from()).isEqualTo(2);
  }

  @Test
  void aKeyThatIsHeldBackHidesNoBacklog() {
    engine.inspector().limits("default").setKey("held", Limits.concurrent(1));
    KronosClient client = engine.client();
    client.enqueue("t", "x", EnqueueOption.limitKey("held"));
    client.enqueue("t", "x", EnqueueOption.limitKey("held"));
    enqueueElsewhere(100);
    start(UNCHECKED);
    Await.until("the most are running", () -> running.get() == 20);
  }

  @Test
  void aBurstFromTheSameProcessIsMetAtOnceThoughAllSlotsAreBusy() {
    start(UNCHECKED);
    KronosClient client = engine.client();
    client.enqueue("t", "x");
    client.enqueue("t", "x");
    Await.until("all slots are busy", () -> running.get() == 2);
    Await.until(
        "more are running",
        () -> {
          client.enqueue("t", "x");
          return running.get() > 2;
        });
  }

  @Test
  void aBurstFromElsewhereIsMetByTheNextCheckThoughAllSlotsAreBusy() {
    start(AutoScale.upTo(20).withCheckInterval(Duration.ofMillis(200)));
    enqueueElsewhere(2);
    Await.until("all slots are busy", () -> running.get() == 2);
    enqueueElsewhere(30);
    Await.until("more are running", () -> running.get() >= 15);
  }

  @Test
  void aSmallBacklogNeedsNoMoreSlots() {
    KronosServer server = start(AutoScale.upTo(20).withCheckInterval(Duration.ofMillis(50)));
    enqueueElsewhere(6);
    Await.until("all slots are busy", () -> running.get() == 2);
    mayEnd.release(6);
    Await.until("all are done", () -> ended.get() == 6);
    assertThat(server.status().concurrency()).isEqualTo(2);
    assertThat(events).isEmpty();
  }

  @Test
  void slotsThatWereFreeForLongAreTakenAway() {
    KronosServer server =
        start(
            AutoScale.upTo(20)
                .withIdleTimeout(Duration.ofMillis(500))
                .withCheckInterval(Duration.ofMillis(100)));
    enqueueElsewhere(100);
    Await.until("the most are running", () -> running.get() == 20);
    mayEnd.release(95);
    Await.until("five are left", () -> ended.get() == 95 && running.get() == 5);
    Await.until("as many as are needed", () -> server.status().concurrency() == 5);
    mayEnd.release(5);
    Await.until("the least", () -> server.status().concurrency() == 2);
    Await.until(
        "it is told",
        () -> events.stream().anyMatch(e -> e.reason() == ScaleReason.IDLE && e.to() == 2));
  }

  @Test
  void limitsChangeWhileTheServerRuns() {
    KronosServer server = start(UNCHECKED);
    server.autoScale(AutoScale.between(4, 6));
    Await.until("the least is another", () -> server.status().concurrency() == 4);
    Await.until("it is told", () -> !events.isEmpty());
    assertThat(events.get(0).reason()).isEqualTo(ScaleReason.LIMITS);
    enqueueElsewhere(100);
    Await.until("the most are running", () -> running.get() == 6);
    server.concurrency(9);
    Await.until("more are running", () -> running.get() == 9);
    assertThat(server.status().autoScale()).isNull();
    server.concurrency(1);
    mayEnd.release(98);
    Await.until("almost all are done", () -> ended.get() == 98);
    Await.until("one is running", () -> running.get() == 1);
    mayEnd.release(1);
    Await.until("the last is running", () -> ended.get() == 99 && running.get() == 1);
    assertThat(server.status().concurrency()).isEqualTo(1);
  }

  @Test
  void aServerToldToRunFewerStartsNoneUntilEnoughHaveEnded() {
    KronosServer server = engine.start(engine.server(router).concurrency(5));
    enqueueElsewhere(10);
    Await.until("five are running", () -> running.get() == 5);
    server.concurrency(2);
    Await.until("it knows", () -> server.status().concurrency() == 2);
    mayEnd.release(3);
    Await.until("three have ended", () -> ended.get() == 3);
    Await.until("two are running", () -> running.get() == 2);
    mayEnd.release(1);
    Await.until("another one was started", () -> ended.get() == 4 && running.get() == 2);
    assertThat(engine.inspector().queue("default").pending()).isEqualTo(4);
  }

  @Test
  void inspectorsAreToldTheLimitsAndTheTarget() {
    engine.start(
        engine
            .server(router)
            .lease(Duration.ofSeconds(1))
            .autoScale(AutoScale.between(3, 7).withCheckInterval(Duration.ofMinutes(5))));
    enqueueElsewhere(50);
    Await.until(
        "they are told",
        () ->
            engine.inspector().servers().stream()
                .anyMatch(s -> s.report().concurrency().equals(new Concurrency(3, 7, 7, 7))));
  }

  @Test
  void withoutAutoScalingTheLimitsAreTheConcurrency() {
    engine.start(engine.server(router).concurrency(4).lease(Duration.ofSeconds(1)));
    Await.until(
        "they are told",
        () ->
            engine.inspector().servers().stream()
                .anyMatch(s -> s.report().concurrency().equals(new Concurrency(4, 4, 4, 0))));
  }

  @Test
  void partitionsShareTheSlotsAndTheirBacklogsAreOne() {
    engine.inspector().setPartitions("default", 6);
    KronosServer server = start(UNCHECKED);
    enqueueElsewhere(120);
    Await.until("the most are running", () -> running.get() == 20);
    assertThat(server.status().concurrency()).isEqualTo(20);
    mayEnd.release(120);
    Await.until("all are done", () -> ended.get() == 120);
  }
}
