package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryLaterException;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskHandler;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.Attempt;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailureTest {
  private static final HandlerOptions AT_ONCE =
      HandlerOptions.DEFAULT.withRetryPolicy(RetryPolicy.fixed(Duration.ofMillis(5)));

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final RecordedEvents events = new RecordedEvents();

  private KronosServer.Builder server(TaskHandler handler) {
    return server(handler, AT_ONCE);
  }

  private KronosServer.Builder server(TaskHandler handler, HandlerOptions options) {
    return engine
        .server(new TaskRouter().handle("t", handler, options))
        .concurrency(2)
        .onEvent(events);
  }

  private TaskInfo info(TaskRef ref) {
    return engine.inspector().task(ref.queue(), ref.id()).orElseThrow();
  }

  @Test
  void aTaskThatFailsIsTriedAgainAndCanSucceed() {
    AtomicInteger attempts = new AtomicInteger();
    engine.start(
        server(
            context -> {
              assertThat(context.retried()).isEqualTo(attempts.get());
              if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("attempt " + attempts.get());
              }
            }));
    TaskRef ref = engine.client().enqueue("t", "x");
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(attempts).hasValue(3);
    assertThat(events.typesOf(ref.id()))
        .containsExactly(
            TaskEventType.STARTED,
            TaskEventType.FAILED,
            TaskEventType.RETRIED,
            TaskEventType.STARTED,
            TaskEventType.FAILED,
            TaskEventType.RETRIED,
            TaskEventType.STARTED,
            TaskEventType.SUCCEEDED);
    assertThat(engine.inspector().queue("default").size()).isZero();
  }

  @Test
  void aRetryThatIsDueSoonIsNotFoundByChance() {
    AtomicInteger attempts = new AtomicInteger();
    engine.start(
        server(
            context -> {
              if (attempts.incrementAndGet() < 4) {
                throw new IllegalStateException("again");
              }
            }));
    TaskRef ref = engine.client().enqueue("t", "x");
    TaskEvent first = events.await(TaskEventType.STARTED, ref.id());
    TaskEvent succeeded = events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(Duration.between(first.at(), succeeded.at())).isLessThan(Duration.ofMillis(1_500));
  }

  @Test
  void aTaskThatFailsForGoodIsArchivedWithItsHistory() {
    engine.start(
        server(
            context -> {
              throw new IllegalStateException("attempt " + context.retried());
            }));
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.maxRetry(2));
    TaskEvent archived = events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(archived.error().message()).isEqualTo("attempt 2");
    AttemptLog log = info(ref).attempts();
    assertThat(info(ref).state()).isEqualTo(TaskState.ARCHIVED);
    assertThat(log.retried()).isEqualTo(2);
    assertThat(log.attempts())
        .extracting(attempt -> attempt.error().message())
        .containsExactly("attempt 0", "attempt 1", "attempt 2");
    assertThat(log.attempts())
        .allSatisfy(a -> assertThat(a.error().stack()).contains("FailureTest"));
  }

  @Test
  void skipRetryArchivesAtOnce() {
    AtomicInteger attempts = new AtomicInteger();
    engine.start(
        server(
            context -> {
              attempts.incrementAndGet();
              throw new SkipRetryException("useless");
            }));
    TaskRef ref = engine.client().enqueue("t", "x");
    events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(attempts).hasValue(1);
    assertThat(info(ref).state()).isEqualTo(TaskState.ARCHIVED);
  }

  @Test
  void retryLaterChoosesWhenTheNextAttemptStarts() {
    engine.start(
        server(
            context -> {
              throw new RetryLaterException(Duration.ofMinutes(10));
            }));
    TaskRef ref = engine.client().enqueue("t", "x");
    TaskEvent retried = events.await(TaskEventType.RETRIED, ref.id());
    assertThat(retried.retryIn()).isEqualTo(Duration.ofMinutes(10));
    assertThat(retried.retried()).isEqualTo(1);
    Instant now = Instant.ofEpochMilli(redis.now());
    assertThat(info(ref).dueAt()).isBetween(now.plusSeconds(570), now.plusSeconds(601));
  }

  @Test
  void whatIsNoFailureSpendsNoRetry() {
    AtomicInteger attempts = new AtomicInteger();
    engine.start(
        server(
            context -> {
              if (attempts.incrementAndGet() < 4) {
                throw new IllegalStateException("busy");
              }
            },
            AT_ONCE.withFailurePredicate(failure -> !(failure instanceof IllegalStateException))));
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.maxRetry(0));
    TaskEvent succeeded = events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(succeeded.retried()).isZero();
    assertThat(attempts).hasValue(4);
  }

  @Test
  void aTimeoutInterruptsTheHandlerAndCountsAsAFailure() {
    AtomicBoolean toldToStop = new AtomicBoolean();
    engine.start(
        server(
            context -> {
              try {
                new CountDownLatch(1).await();
              } finally {
                toldToStop.set(context.isCancelled());
              }
            }));
    TaskRef ref =
        engine
            .client()
            .enqueue(
                "t", "x", EnqueueOption.timeout(Duration.ofMillis(50)), EnqueueOption.maxRetry(0));
    events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(toldToStop).isTrue();
    Attempt attempt = info(ref).attempts().attempts().get(0);
    assertThat(attempt.kind()).isEqualTo(Attempt.Kind.TIMED_OUT);
    assertThat(attempt.error().stack()).contains("InterruptedException");
  }

  @Test
  void aDeadlineInterruptsTheHandlerAndArchives() {
    engine.start(server(context -> new CountDownLatch(1).await()));
    Instant deadline = Instant.ofEpochMilli(redis.now() + 150);
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.deadline(deadline));
    TaskEvent archived = events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(archived.retried()).isZero();
    assertThat(info(ref).attempts().attempts().get(0).error().message()).contains("deadline");
    assertThat(redis.now()).isGreaterThanOrEqualTo(deadline.toEpochMilli());
  }

  @Test
  void aTaskWhoseDeadlineHasPassedIsNotStarted() {
    AtomicInteger started = new AtomicInteger();
    engine.start(server(context -> started.incrementAndGet()));
    Instant past = Instant.ofEpochMilli(redis.now() - 1_000);
    TaskRef ref = engine.client().enqueue("t", "x", EnqueueOption.deadline(past));
    events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(started).hasValue(0);
    assertThat(events.typesOf(ref.id())).doesNotContain(TaskEventType.STARTED);
  }

  @Test
  void anOperatorCancelsARunningTask() {
    CountDownLatch running = new CountDownLatch(1);
    engine.start(
        server(
                context -> {
                  running.countDown();
                  new CountDownLatch(1).await();
                })
            .lease(Duration.ofSeconds(1)));
    TaskRef ref = engine.client().enqueue("t", "x");
    Await.signal(running);
    engine.inspector().cancelTask("default", ref.id());
    events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(info(ref).attempts().attempts().get(0).kind()).isEqualTo(Attempt.Kind.CANCELLED);
  }

  @Test
  void aHandlerThatIgnoresItsInterruptIsReportedAndItsSlotGivenBack() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    KronosServer server =
        engine.start(
            server(
                    context -> {
                      if (context.payload(String.class).equals("stuck")) {
                        while (release.getCount() > 0) {
                          Thread.onSpinWait();
                        }
                        ended.countDown();
                      }
                    },
                    HandlerOptions.DEFAULT)
                .concurrency(1)
                .stuckAfter(Duration.ofMillis(50)));
    TaskRef stuck =
        engine.client().enqueue("t", "stuck", EnqueueOption.timeout(Duration.ofMillis(30)));
    try {
      events.await(TaskEventType.STUCK, stuck.id());
      TaskRef next = engine.client().enqueue("t", "next");
      events.await(TaskEventType.SUCCEEDED, next.id());
      events.await(TaskEventType.RETRIED, stuck.id());
      assertThat(server.status().stuck()).isEqualTo(1);
      assertThat(info(stuck).state()).isEqualTo(TaskState.RETRY);
    } finally {
      release.countDown();
    }
    Await.signal(ended);
    Await.until("it is not stuck any more", () -> server.status().stuck() == 0);
    assertThat(events.typesOf(stuck.id())).doesNotContain(TaskEventType.SUCCEEDED);
    assertThat(info(stuck).state()).isEqualTo(TaskState.RETRY);
    assertThat(server.status().busy()).isZero();
  }

  @Test
  void eventsAreToldAfterTheyWereStored() {
    AtomicInteger wrong = new AtomicInteger();
    AtomicInteger heard = new AtomicInteger();
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .handle(
                        "t",
                        context -> {
                          throw new SkipRetryException("archive it");
                        }))
            .onEvent(
                event -> {
                  if (event.type() == TaskEventType.ARCHIVED) {
                    TaskState state =
                        engine
                            .inspector()
                            .task(event.queue(), event.taskId())
                            .orElseThrow()
                            .state();
                    wrong.addAndGet(state == TaskState.ARCHIVED ? 0 : 1);
                    heard.incrementAndGet();
                  }
                }));
    for (int i = 0; i < 20; i++) {
      engine.client().enqueue("t", "x");
    }
    Await.until("all are told", () -> heard.get() == 20);
    assertThat(wrong).hasValue(0);
  }

  @Test
  void aListenerThatIsTooSlowLosesEventsButHoldsNoWorkUp() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(100);
    KronosServer server =
        engine.start(
            engine
                .server(new TaskRouter().handle("t", context -> done.countDown()))
                .concurrency(4)
                .eventBuffer(5)
                .onEvent(event -> Await.signal(release)));
    for (int i = 0; i < 100; i++) {
      engine.client().enqueueAsync(io.kronosq.task.Task.of("t", "x"));
    }
    try {
      Await.signal(done);
      Await.until("events are dropped", () -> server.status().droppedEvents() > 100);
    } finally {
      release.countDown();
    }
  }

  @Test
  void anUnreadablePayloadIsArchivedAtOnce() {
    engine.start(server(context -> context.payload(Integer.class)));
    TaskRef ref = engine.client().enqueue("t", "not a number");
    TaskEvent archived = events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(archived.error().className()).endsWith("PayloadException");
    assertThat(archived.error().message()).contains("java.lang.Integer");
  }
}
