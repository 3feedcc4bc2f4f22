package io.kronosq.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kronosq.KronosClient;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.Durability;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestSentinel;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DurableEnqueueTest {
  private static final EnqueueOption REPLICATED =
      EnqueueOption.durability(Durability.replicated(1));

  @RegisterExtension static final TestSentinel redis = new TestSentinel();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private KronosClient client(Durability durability, Duration confirmedWithin) {
    return KronosClient.builder(engine.store())
        .durability(durability)
        .confirmedWithin(confirmedWithin)
        .build();
  }

  private static void assertUnconfirmed(Runnable enqueue, String missed) {
    assertThatExceptionOfType(EnqueueException.class)
        .isThrownBy(enqueue::run)
        .withMessageContaining("written, not confirmed on " + missed)
        .satisfies(
            e -> {
              assertThat(e.outcome()).isEqualTo(EnqueueException.Outcome.WRITTEN_UNCONFIRMED);
              assertThat(redis.number("HEXISTS", "kronosq:{default}:m", e.taskId())).isEqualTo(1);
            });
  }

  @Test
  void aTaskThatAReplicaHasIsConfirmed() {
    TaskRef task = client(Durability.replicated(1), Duration.ofSeconds(4)).enqueue("t", "x");
    assertThat(redis.number("HEXISTS", "kronosq:{default}:m", task.id())).isEqualTo(1);
    assertThat(redis.calls("wait")).isPositive();
  }

  @Test
  void aCallMayAskForMoreThanItsClient() {
    engine.client().enqueue("t", "x");
    assertThat(redis.calls("wait")).isZero();
    engine.client().enqueue("t", "x", REPLICATED);
    assertThat(redis.calls("wait")).isPositive();
  }

  @Test
  void tasksThatTravelTogetherAreConfirmedTogether() {
    engine.client().enqueueAll(Collections.nCopies(2_000, Task.of("t", "x")), REPLICATED);
    assertThat(redis.number("LLEN", "kronosq:{default}:p")).isEqualTo(2_000);
    assertThat(redis.calls("wait")).isBetween(1L, 8L);
  }

  @Test
  void tooFewReplicasFailTheEnqueueAndItSaysWhatIsKnown() {
    assertUnconfirmed(
        () -> client(Durability.replicated(2), Duration.ofMillis(100)).enqueue("t", "x"),
        "1 of 2 replicas within 100 ms");
    redis.killReplica();
    assertUnconfirmed(
        () -> client(Durability.replicated(1), Duration.ofMillis(100)).enqueue("t", "x"),
        "1 of 1 replicas within 100 ms");
  }

  @Test
  void aDuplicateIsToldAsOneThoughNothingIsConfirmed() {
    KronosClient client = client(Durability.replicated(2), Duration.ofMillis(100));
    engine.client().enqueue("t", "x", EnqueueOption.taskId("one"));
    assertThatExceptionOfType(DuplicateTaskException.class)
        .isThrownBy(() -> client.enqueue("t", "x", EnqueueOption.taskId("one")));
  }

  @Test
  void othersDoNotWaitForTheConfirmation() {
    CompletableFuture<TaskRef> waits =
        client(Durability.replicated(2), Duration.ofSeconds(4))
            .enqueueAsync(Task.of("t", "x"))
            .toCompletableFuture();
    Await.until("it is written", () -> redis.number("EXISTS", "kronosq:{default}:p") == 1);
    engine.client().enqueue("t", "x");
    assertThat(waits).isNotDone();
  }

  @Test
  void itWorksAfterTheScriptsWereFlushed() {
    KronosClient client = client(Durability.replicated(1), Duration.ofSeconds(4));
    client.enqueue("t", "x");
    redis.command("SCRIPT", "FLUSH");
    TaskRef task = client.enqueue("t", "x");
    assertThat(redis.number("HEXISTS", "kronosq:{default}:m", task.id())).isEqualTo(1);
  }

  @Test
  void syncedWritesOnAServerThatCannotTellThemAreRefusedAtTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client(Durability.FSYNC, Duration.ofSeconds(1)))
        .withMessageContaining("Redis 7.0.15")
        .withMessageContaining("7.2")
        .withMessageContaining("replicated(n)");
    assertThatExceptionOfType(EnqueueException.class)
        .isThrownBy(
            () -> engine.client().enqueue("t", "x", EnqueueOption.durability(Durability.FSYNC)))
        .withMessageContaining("7.2")
        .satisfies(e -> assertThat(e.outcome()).isEqualTo(EnqueueException.Outcome.NOT_WRITTEN));
    assertThat(redis.number("EXISTS", "kronosq:{default}:m")).isZero();
  }

  @Test
  void aConfirmationThatTakesAsLongAsTheEnqueueMayIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client(Durability.replicated(1), Duration.ofSeconds(5)))
        .withMessageContaining("5000 ms");
  }
}
