package io.kronosq.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosServer;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.TaskRouter;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.Recovery;
import io.kronosq.store.RecoveryPolicy;
import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that fell silent for longer than its lease, and comes back. */
class LeaseLossTest {
  private static final String LEASES = "kronosq:{default}:s";
  private static final RecoveryPolicy POLICY = new RecoveryPolicy(3, 10, ArchiveLimits.DEFAULT);

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final RecordedEvents events = new RecordedEvents();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final AtomicInteger attempts = new AtomicInteger();

  /** Its first attempt runs until it is interrupted; the others return. */
  private final TaskRouter router =
      new TaskRouter()
          .handle(
              "t",
              context -> {
                if (attempts.incrementAndGet() == 1) {
                  running.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    interrupted.countDown();
                  }
                }
              });

  private TaskRef startAndEnqueue(KronosServer.Builder builder) {
    engine.start(builder.onEvent(events));
    TaskRef ref = engine.client().enqueue("t", "x");
    Await.signal(running);
    return ref;
  }

  private String serverOf(TaskRef ref) {
    return events.await(TaskEventType.STARTED, ref.id()).server();
  }

  /** What another server does with one whose lease has lapsed. */
  private Recovery recover(TaskStore by, String server) {
    redis.command("ZADD", LEASES, "XX", "1", server);
    return Await.answer(by.recover("default", server, POLICY));
  }

  @Test
  void theHandlerIsInterruptedAndTheTaskRunsAgainUnderANewIdentity() {
    TaskRef ref =
        startAndEnqueue(engine.server(router).concurrency(2).lease(Duration.ofSeconds(1)));
    String lost = serverOf(ref);
    TaskStore other = engine.newStore();
    Await.until("it is recovered", () -> !recover(other, lost).tasks().isEmpty());
    Await.signal(interrupted);
    assertThat(events.await(TaskEventType.SUCCEEDED, ref.id()).server()).isNotEqualTo(lost);
    assertThat(attempts).hasValue(2);
    assertThat(events.typesOf(ref.id()))
        .containsExactly(TaskEventType.STARTED, TaskEventType.STARTED, TaskEventType.SUCCEEDED);
    assertThat(engine.inspector().queue("default").size()).isZero();
  }

  @Test
  void aFencedClaimTellsTheServerBeforeItsNextRenewal() {
    TaskRef ref =
        startAndEnqueue(engine.server(router).concurrency(2).lease(Duration.ofMinutes(5)));
    String lost = serverOf(ref);
    assertThat(recover(engine.newStore(), lost).tasks()).hasSize(1);
    Await.signal(interrupted);
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(attempts).hasValue(2);
  }

  @Test
  void theStageOfAnAsynchronousHandlerIsCancelled() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    router.handleAsync(
        "later",
        context -> {
          boolean again = attempts.incrementAndGet() > 1;
          running.countDown();
          return again ? CompletableFuture.completedFuture(null) : first;
        });
    engine.start(engine.server(router).lease(Duration.ofMinutes(5)).concurrency(2).onEvent(events));
    TaskRef ref = engine.client().enqueue("later", "x");
    Await.signal(running);
    assertThat(recover(engine.newStore(), serverOf(ref)).tasks()).hasSize(1);
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(first).isCancelled();
    assertThat(attempts).hasValue(2);
  }

  @Test
  void anOutcomeThatComesTooLateIsRefusedAndTheNewOwnersTaskIntact() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .handle(
                        "t",
                        context -> {
                          inside.countDown();
                          Await.signal(release);
                        }))
            .lease(Duration.ofMinutes(5))
            .onEvent(events));
    TaskRef ref = engine.client().enqueue("t", "x");
    Await.signal(inside);
    TaskStore other = engine.newStore();
    Await.answer(other.join("default", "other", Duration.ofMinutes(5)));
    recover(other, serverOf(ref));
    assertThat(
            Await.answer(other.claim(new ClaimRequest("default", "other", 1, List.of()))).tasks())
        .hasSize(1);
    release.countDown();
    events.await(TaskEventType.REFUSED, ref.id());
    assertThat(engine.inspector().task("default", ref.id()).orElseThrow().state())
        .isEqualTo(TaskState.ACTIVE);
    assertThat(events.typesOf(ref.id())).doesNotContain(TaskEventType.SUCCEEDED);
    assertThat(
            Await.answer(
                    other.claim(
                        new ClaimRequest(
                            "default",
                            "other",
                            0,
                            List.of(new Transition.Acknowledge(ref.id(), null)))))
                .refused())
        .isEmpty();
  }

  @Test
  void aLivingServerTakesTheTasksOfADeadOneBack() {
    TaskStore dead = engine.newStore();
    engine.client().enqueue("t", "x");
    Await.answer(dead.join("default", "dead", Duration.ofMillis(1)));
    assertThat(Await.answer(dead.claim(new ClaimRequest("default", "dead", 1, List.of()))).tasks())
        .hasSize(1);
    attempts.set(1);
    engine.start(engine.server(router).lease(Duration.ofSeconds(1)).onEvent(events));
    Await.until("it is done", () -> events.count(TaskEventType.SUCCEEDED) == 1);
    assertThat(events.count(TaskEventType.RECOVERED)).isEqualTo(1);
    assertThat(events.all().get(0).error().className()).isEqualTo("crash");
    assertThat(redis.texts("ZRANGE", LEASES, "0", "-1")).doesNotContain("dead").hasSize(1);
  }

  @Test
  void tasksThatNobodyKnowsOfAreFoundAndRunAgain() {
    engine.start(engine.server(router).lease(Duration.ofSeconds(1)).onEvent(events));
    attempts.set(1);
    TaskRef first = engine.client().enqueue("t", "x");
    String server = serverOf(first);
    events.await(TaskEventType.SUCCEEDED, first.id());
    engine.inspector().pauseQueue("default");
    TaskRef strayed = engine.client().enqueue("t", "x");
    // As after a claim whose answer got lost.
    redis.command("LREM", "kronosq:{default}:p", "1", strayed.id());
    redis.command("SADD", "kronosq:{default}:a:" + server, strayed.id());
    engine.inspector().resumeQueue("default");
    events.await(TaskEventType.SUCCEEDED, strayed.id());
  }
}
