package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.TaskEventType;
import io.kronosq.handler.CancelCause;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import io.kronosq.worker.ServerActivity;
import io.kronosq.worker.ServerActivity.Partition;
import io.kronosq.worker.ServerStatus;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServerActivityTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private static ServerActivity look(KronosServer server) {
    return Await.answer(server.activity());
  }

  private static Partition only(KronosServer server) {
    return look(server).partitions().get(0);
  }

  private static void awaitClaim(KronosServer server) {
    Await.until(
        "a first claim",
        () ->
            look(server).partitions().stream()
                .anyMatch(partition -> partition.sinceClaim() != null));
  }

  @Test
  void anIdleServerHoldsALeaseAndMovesOn() {
    KronosServer server =
        engine.start(engine.server(new TaskRouter().handle("t", context -> {})).queue("mails", 1));
    awaitClaim(server);
    ServerActivity activity = look(server);
    assertThat(activity.state()).isEqualTo(ServerStatus.State.RUNNING);
    assertThat(activity.saturated()).isFalse();
    assertThat(activity.stuck()).isEmpty();
    assertThat(activity.partitions()).hasSize(1);
    Partition partition = activity.partitions().get(0);
    assertThat(partition.queue()).isEqualTo("mails");
    assertThat(partition.leased()).isTrue();
    assertThat(partition.sinceRenewal()).isNotNull();
    assertThat(activity.sinceMove()).isEqualTo(partition.sinceMove());
    Duration before = partition.sinceMove();
    // The wait for work ends every two seconds.
    Await.until("a move", () -> only(server).sinceMove().compareTo(before) < 0);
  }

  @Test
  void aServerThatWaitsForRedisMovesOn() {
    KronosServer server = engine.start(engine.server(new TaskRouter().handle("t", context -> {})));
    awaitClaim(server);
    redis.stop();
    try {
      Await.until(
          "claims fail, and are tried again",
          () -> {
            Duration claim = only(server).sinceClaim();
            return claim != null
                && claim.minus(only(server).sinceMove()).compareTo(Duration.ofSeconds(3)) > 0;
          });
    } finally {
      redis.startAgain();
    }
  }

  @Test
  void aStuckHandlerIsToldUntilItEnds() {
    CountDownLatch release = new CountDownLatch(1);
    RecordedEvents events = new RecordedEvents();
    KronosServer server =
        engine.start(
            engine
                .server(
                    new TaskRouter()
                        .handle(
                            "t",
                            context -> {
                              while (release.getCount() > 0) {
                                Thread.onSpinWait();
                              }
                            }))
                .concurrency(1)
                .onEvent(events)
                .stuckAfter(Duration.ofMillis(50)));
    TaskRef ref =
        engine
            .client()
            .enqueue(
                "t", "x", EnqueueOption.timeout(Duration.ofMillis(30)), EnqueueOption.maxRetry(0));
    try {
      events.await(TaskEventType.STUCK, ref.id());
      assertThat(look(server).stuck())
          .singleElement()
          .satisfies(
              stuck -> {
                assertThat(stuck.task()).isEqualTo(ref);
                assertThat(stuck.type()).isEqualTo("t");
                assertThat(stuck.cause()).isEqualTo(CancelCause.TIMEOUT);
                assertThat(stuck.thread()).startsWith("kronosq-worker-");
                assertThat(stuck.running()).isGreaterThan(stuck.stuck());
              });
    } finally {
      release.countDown();
    }
    Await.until("it is told no more", () -> look(server).stuck().isEmpty());
  }

  @Test
  void aServerWithoutAFreeSlotIsSaturated() {
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
                              release.await();
                            }))
                .concurrency(1));
    engine.client().enqueue("t", "x");
    try {
      Await.signal(running);
      assertThat(look(server).saturated()).isTrue();
    } finally {
      release.countDown();
    }
    Await.until("the slot is free", () -> !look(server).saturated());
  }
}
