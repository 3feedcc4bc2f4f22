package io.kronosq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kronosq.event.TaskEventType;
import io.kronosq.handler.TaskMiddleware;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProcessingTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private static List<Task> tasks(String type, int count) {
    return IntStream.range(0, count).mapToObj(i -> Task.of(type, "p" + i)).toList();
  }

  @Test
  void aTaskIsProcessedWithItsPayloadAndHeaders() {
    CountDownLatch done = new CountDownLatch(1);
    List<String> seen = Collections.synchronizedList(new java.util.ArrayList<>());
    engine.start(
        engine.server(
            new TaskRouter()
                .handle(
                    "mail",
                    context -> {
                      seen.add(context.payload(String.class));
                      seen.add(context.headers().get("trace"));
                      seen.add(context.taskId());
                      done.countDown();
                    })));
    TaskRef ref =
        engine.client().enqueue("mail", "to: a@example", EnqueueOption.header("trace", "7"));
    Await.signal(done);
    assertThat(seen).containsExactly("to: a@example", "7", ref.id());
    Await.until("it is gone", () -> engine.inspector().task("default", ref.id()).isEmpty());
    assertThat(engine.inspector().queue("default").size()).isZero();
  }

  @Test
  void everyTaskOfABacklogIsProcessedOnceAndNeverMoreAtATimeThanAllowed() {
    int count = 2_000;
    Set<String> seen = ConcurrentHashMap.newKeySet();
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(count);
    engine.client().enqueueAll(tasks("t", count));
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .handle(
                        "t",
                        context -> {
                          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                          LockSupport.parkNanos(20_000);
                          runs.incrementAndGet();
                          seen.add(context.taskId());
                          inside.decrementAndGet();
                          done.countDown();
                        }))
            .concurrency(7));
    Await.signal(done);
    assertThat(seen).hasSize(count);
    assertThat(runs).hasValue(count);
    assertThat(most.get()).isBetween(2, 7);
    Await.until("all are settled", () -> engine.inspector().queue("default").size() == 0);
  }

  @Test
  void handlersThatBlockAllRunAtATimeUpToTheConcurrency() {
    CountDownLatch inside = new CountDownLatch(15);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger started = new AtomicInteger();
    KronosServer server =
        engine.start(
            engine
                .server(
                    new TaskRouter()
                        .handle(
                            "t",
                            context -> {
                              started.incrementAndGet();
                              inside.countDown();
                              Await.signal(release);
                            }))
                .concurrency(15));
    engine.client().enqueueAll(tasks("t", 40));
    Await.signal(inside);
    assertThat(server.status().busy()).isEqualTo(15);
    assertThat(engine.inspector().queue("default").active()).isEqualTo(15);
    assertThat(engine.inspector().queue("default").pending()).isEqualTo(25);
    assertThat(started).hasValue(15);
    release.countDown();
    Await.until("all are done", () -> started.get() == 40 && server.status().busy() == 0);
  }

  @Test
  void twoServersShareTheWork() {
    Set<String> first = ConcurrentHashMap.newKeySet();
    Set<String> second = ConcurrentHashMap.newKeySet();
    CountDownLatch bothInside = new CountDownLatch(4);
    for (Set<String> ids : List.of(first, second)) {
      engine.start(
          KronosServer.builder(engine.newStore())
              .router(
                  new TaskRouter()
                      .handle(
                          "t",
                          context -> {
                            ids.add(context.taskId());
                            bothInside.countDown();
                            Await.signal(bothInside);
                          }))
              .concurrency(2));
    }
    engine.client().enqueueAll(tasks("t", 100));
    Await.until("all are done", () -> engine.inspector().queue("default").size() == 0);
    assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
    assertThat(first.size() + second.size()).isEqualTo(100);
  }

  @Test
  void anIdleServerStartsATaskOfAnotherProcessSoon() {
    ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    AtomicLong sent = new AtomicLong();
    AtomicInteger done = new AtomicInteger();
    engine.start(
        engine.server(
            new TaskRouter()
                .handle(
                    "t",
                    context -> {
                      latencies.add(System.nanoTime() - sent.get());
                      done.incrementAndGet();
                    })));
    KronosClient elsewhere = engine.closing(KronosClient.builder(redis.config()).build());
    for (int i = 1; i <= 20; i++) {
      int expected = i;
      sent.set(System.nanoTime());
      elsewhere.enqueue("t", "x");
      Await.until("it is done", () -> done.get() == expected);
    }
    List<Long> sorted = latencies.stream().sorted().toList();
    assertThat(Duration.ofNanos(sorted.get(10))).isLessThan(Duration.ofMillis(250));
  }

  @Test
  void aDelayedTaskStartsCloseToItsTime() {
    CountDownLatch started = new CountDownLatch(1);
    AtomicLong lateness = new AtomicLong();
    engine.start(
        engine.server(
            new TaskRouter()
                .handle(
                    "t",
                    context -> {
                      long due = Long.parseLong(context.payload(String.class));
                      lateness.set(redis.now() - due);
                      started.countDown();
                    })));
    long due = redis.now() + 300;
    engine
        .client()
        .enqueue(
            "t", Long.toString(due), EnqueueOption.processAt(java.time.Instant.ofEpochMilli(due)));
    Await.signal(started);
    assertThat(lateness.get()).isBetween(0L, 400L);
  }

  @Test
  void aDelayedTaskThatOvertakesAnotherIsNotMissed() {
    ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(2);
    engine.start(
        engine.server(
            new TaskRouter()
                .handle(
                    "t",
                    context -> {
                      order.add(context.payload(String.class));
                      done.countDown();
                    })));
    KronosClient client = engine.client();
    client.enqueue("t", "late", EnqueueOption.delay(Duration.ofMillis(900)));
    client.enqueue("t", "early", EnqueueOption.delay(Duration.ofMillis(200)));
    Await.signal(done);
    assertThat(order).containsExactly("early", "late");
  }

  @Test
  void aResultIsKeptForItsRetention() {
    engine.start(engine.server(new TaskRouter().handle("t", context -> context.result("42"))));
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.retention(Duration.ofMinutes(1)));
    Await.until(
        "it is completed",
        () ->
            engine.inspector().task("default", ref.id()).map(TaskInfo::state).orElseThrow()
                == TaskState.COMPLETED);
    assertThat(engine.inspector().task("default", ref.id()).orElseThrow().result())
        .isEqualTo("42".getBytes(UTF_8));
  }

  @Test
  void middlewareSurroundsHandlersInItsOrder() {
    ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(1);
    TaskMiddleware outer =
        next ->
            context -> {
              calls.add("outer");
              next.handle(context);
              calls.add("outer end");
              done.countDown();
            };
    TaskMiddleware inner =
        next ->
            context -> {
              calls.add("inner");
              next.handle(context);
            };
    engine.start(
        engine.server(
            new TaskRouter().use(outer, inner).handle("t*", context -> calls.add("handler"))));
    engine.client().enqueue("t:1", "x");
    Await.signal(done);
    assertThat(calls).containsExactly("outer", "inner", "handler", "outer end");
  }

  @Test
  void aLargePayloadIsProcessedUnchanged() {
    byte[] large = new byte[5 * 1024 * 1024];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    CountDownLatch done = new CountDownLatch(3);
    AtomicInteger equal = new AtomicInteger();
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .handle(
                        "t",
                        context -> {
                          if (java.util.Arrays.equals(context.payload(), large)) {
                            equal.incrementAndGet();
                          }
                          done.countDown();
                        }))
            .concurrency(2));
    for (int i = 0; i < 3; i++) {
      engine.client().enqueue("t", large);
    }
    Await.signal(done);
    assertThat(equal).hasValue(3);
  }

  @Test
  void anUnknownTypeIsLeftForAServerThatKnowsItWithoutSpendingARetry() {
    KronosServer ignorant =
        engine.start(engine.server(new TaskRouter().handle("other", context -> {})));
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.maxRetry(0));
    Await.until("it is met", () -> ignorant.status().unhandledTypes().getOrDefault("t", 0L) > 0);
    TaskInfo waiting = engine.inspector().task("default", ref.id()).orElseThrow();
    assertThat(waiting.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(waiting.attempts().retried()).isZero();
    assertThat(waiting.attempts().attempts()).isEmpty();
    RecordedEvents events = new RecordedEvents();
    engine.start(engine.server(new TaskRouter().handle("t", context -> {})).onEvent(events));
    ignorant.quiet();
    events.await(TaskEventType.SUCCEEDED, ref.id());
  }

  @Test
  void aServerOnlyServesItsQueues() {
    RecordedEvents events = new RecordedEvents();
    engine.start(
        engine
            .server(new TaskRouter().handle("t", context -> {}))
            .queue("mine", 1)
            .onEvent(events));
    TaskRef foreign = engine.client().enqueue("t", "x", EnqueueOption.queue("foreign"));
    TaskRef mine = engine.client().enqueue("t", "x", EnqueueOption.queue("mine"));
    events.await(TaskEventType.SUCCEEDED, mine.id());
    assertThat(engine.inspector().task("foreign", foreign.id()).orElseThrow().state())
        .isEqualTo(TaskState.PENDING);
    assertThat(engine.inspector().queues()).extracting("name").containsExactly("foreign", "mine");
  }

  @Test
  void anExecutorThatRejectsAtFirstLosesNoTask() {
    AtomicInteger rejections = new AtomicInteger(3);
    CountDownLatch done = new CountDownLatch(5);
    engine.start(
        engine
            .server(new TaskRouter().handle("t", context -> done.countDown()))
            .concurrency(3)
            .executor(
                action -> {
                  if (rejections.getAndDecrement() > 0) {
                    throw new java.util.concurrent.RejectedExecutionException("for the test");
                  }
                  new Thread(action).start();
                }));
    engine.client().enqueueAll(tasks("t", 5));
    Await.signal(done);
  }

  @Test
  void aServerStartsOnce() {
    KronosServer server = engine.start(engine.server(new TaskRouter()));
    assertThatIllegalStateException().isThrownBy(server::start).withMessageContaining("RUNNING");
  }
}
