package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.KeyInfo;
import io.kronosq.inspect.KeyPage;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Limits;
import io.kronosq.task.Rate;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits as servers keep them together. */
class LimitsTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostAtATime = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  private static List<Task> tasks(int count) {
    return Collections.nCopies(count, Task.of("task", new byte[0]));
  }

  /** Counts how many handlers run at a time, on all servers. */
  private TaskRouter counting() {
    return new TaskRouter()
        .handle(
            "task",
            task -> {
              mostAtATime.accumulateAndGet(running.incrementAndGet(), Math::max);
              LockSupport.parkNanos(200_000);
              running.decrementAndGet();
              done.incrementAndGet();
            });
  }

  private void startServers(int count, TaskRouter router) {
    for (int i = 0; i < count; i++) {
      KronosServer server =
          KronosServer.builder(engine.newStore())
              .queue("q", 1)
              .concurrency(8)
              .router(router)
              .gracePeriod(Duration.ofMillis(100))
              .build();
      engine.closing(server);
      server.start();
    }
  }

  @Test
  void serversTogetherKeepTheCapOfAQueueAndUseIt() {
    engine.inspector().limits("q").set(Limits.concurrent(3));
    engine.client().enqueueAll(tasks(600), EnqueueOption.queue("q"));
    startServers(3, counting());
    Await.until("all are done", () -> done.get() == 600);
    assertThat(mostAtATime).hasValueBetween(2, 3);
  }

  @Test
  void serversTogetherKeepTheCapOfEachKey() {
    engine.inspector().limits("q").setEachKey(Limits.concurrent(1));
    List<AtomicInteger> ofKeys = new ArrayList<>();
    AtomicInteger broken = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      ofKeys.add(new AtomicInteger());
      List<Task> tasks = Collections.nCopies(100, Task.of("task", new byte[] {(byte) i}));
      engine.client().enqueueAll(tasks, EnqueueOption.queue("q"), EnqueueOption.limitKey("k" + i));
    }
    startServers(
        3,
        new TaskRouter()
            .handle(
                "task",
                task -> {
                  AtomicInteger ofKey = ofKeys.get(task.payload()[0]);
                  if (ofKey.incrementAndGet() > 1) {
                    broken.incrementAndGet();
                  }
                  LockSupport.parkNanos(200_000);
                  ofKey.decrementAndGet();
                  done.incrementAndGet();
                }));
    Await.until("all are done", () -> done.get() == 400);
    assertThat(broken).hasValue(0);
    assertThat(engine.inspector().limits("q").keys(null, 10).keys()).isEmpty();
  }

  @Test
  void serversTogetherKeepARate() {
    int perSecond = 200;
    int burst = 5;
    ConcurrentLinkedQueue<Long> starts = new ConcurrentLinkedQueue<>();
    engine
        .inspector()
        .limits("q")
        .set(new Limits(null, Rate.of(perSecond, Duration.ofSeconds(1)).withBurst(burst)));
    engine.client().enqueueAll(tasks(400), EnqueueOption.queue("q"));
    long begin = redis.now();
    startServers(4, new TaskRouter().handle("task", task -> starts.add(System.nanoTime())));
    Await.until("all are done", () -> starts.size() == 400);
    long millis = redis.now() - begin;
    assertThat(400).isLessThanOrEqualTo((int) (millis * perSecond / 1000 + burst + 1));
  }

  @Test
  void aServerDoesNotAskAgainAndAgainForWhatIsHeldBack() {
    engine.inspector().limits("q").set(Limits.rate(1, Duration.ofHours(1)));
    engine.client().enqueueAll(tasks(20), EnqueueOption.queue("q"));
    startServers(2, counting());
    Await.until("the first is done", () -> done.get() == 1);
    long calls = redis.calls("evalsha");
    long until = redis.now() + 1_000;
    Await.until("a second is over", () -> redis.now() >= until);
    engine.client().enqueueAll(tasks(20), EnqueueOption.queue("q"));
    // Leases, reports, and a look every two seconds.
    assertThat(redis.calls("evalsha") - calls).isLessThan(20);
    assertThat(done).hasValue(1);
    assertThat(engine.inspector().queue("q").limitedUntil()).isNotNull();
  }

  @Test
  void slotsThatALimitedQueueDoesNotUseAreForOtherQueues() {
    engine.inspector().limits("capped").set(Limits.concurrent(1));
    Semaphore gate = new Semaphore(0);
    engine.client().enqueueAll(tasks(20), EnqueueOption.queue("capped"));
    KronosServer server =
        KronosServer.builder(engine.store())
            .queue("capped", 9)
            .queue("free", 1)
            .concurrency(2)
            .router(
                new TaskRouter()
                    .handle("task", task -> gate.acquire())
                    .handle("other", task -> done.incrementAndGet()))
            .gracePeriod(Duration.ofMillis(100))
            .build();
    engine.closing(server);
    server.start();
    engine
        .client()
        .enqueueAll(
            Collections.nCopies(200, Task.of("other", new byte[0])), EnqueueOption.queue("free"));
    Await.until("the other queue is worked off", () -> done.get() == 200);
    assertThat(engine.inspector().queue("capped").active()).isEqualTo(1);
    gate.release(20);
    Await.until("the capped one, too", () -> engine.inspector().queue("capped").size() == 0);
  }

  @Test
  void aRaisedLimitIsUsedAtOnce() {
    QueueLimits limits = engine.inspector().limits("q");
    limits.setEachKey(Limits.rate(1, Duration.ofHours(1)));
    engine
        .client()
        .enqueueAll(tasks(50), EnqueueOption.queue("q"), EnqueueOption.limitKey("tenant"));
    startServers(1, counting());
    Await.until("the first is done", () -> done.get() == 1);
    limits.setKey("tenant", Limits.NONE);
    Await.until("all are done", () -> done.get() == 50);
  }

  @Test
  void aFloodOfOneKeyStandsInNobodysWay() {
    CountDownLatch started = new CountDownLatch(1);
    engine
        .client()
        .enqueueAll(tasks(2_000), EnqueueOption.queue("q"), EnqueueOption.limitKey("flood"));
    engine
        .client()
        .enqueue(
            Task.of("small", new byte[0]),
            EnqueueOption.queue("q"),
            EnqueueOption.limitKey("small"));
    AtomicInteger before = new AtomicInteger();
    startServers(
        1,
        counting()
            .handle(
                "small",
                task -> {
                  before.set(done.get());
                  started.countDown();
                }));
    Await.signal(started);
    assertThat(before).hasValueLessThan(200);
  }

  @Test
  void limitsThatAServerBringsAlongHoldUnlessAnOperatorSaysOtherwise() {
    KronosServer server =
        KronosServer.builder(engine.store())
            .queue("q", 1)
            .limits("q", Limits.concurrent(2))
            .limitsOfEachKey("q", Limits.rate(5, Duration.ofSeconds(1)))
            .build();
    engine.closing(server);
    server.start();
    QueueLimits limits = engine.inspector().limits("q");
    Await.until(
        "they are known",
        () ->
            limits.settings().queue().equals(Limits.concurrent(2))
                && limits.settings().keys().equals(Limits.rate(5, Duration.ofSeconds(1))));
    limits.set(Limits.concurrent(7));
    assertThat(limits.settings().queue()).isEqualTo(Limits.concurrent(7));
    limits.clear();
    assertThat(limits.settings().queue()).isEqualTo(Limits.concurrent(2));
  }

  @Test
  void keysOfAPartitionedQueueHaveTheirLimitsAndAreToldPageByPage() {
    Await.answer(engine.store().partitions().setPartitions("q", 3));
    QueueLimits limits = engine.inspector().limits("q");
    limits.setEachKey(Limits.concurrent(1));
    for (int i = 0; i < 8; i++) {
      engine
          .client()
          .enqueueAll(tasks(2), EnqueueOption.queue("q"), EnqueueOption.limitKey("k" + i));
    }
    List<String> told = new ArrayList<>();
    KeyPage page = limits.keys(null, 3);
    while (true) {
      for (KeyInfo key : page.keys()) {
        assertThat(key.pending()).isEqualTo(2);
        assertThat(key.limits()).isEqualTo(Limits.concurrent(1));
        told.add(key.key());
      }
      if (page.next() == null) {
        break;
      }
      page = limits.keys(page.next(), 3);
    }
    assertThat(told).containsExactlyInAnyOrder("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7");
    startServers(2, counting());
    Await.until("all are done", () -> done.get() == 16);
  }
}
