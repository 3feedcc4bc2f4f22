package io.kronosq.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.KronosClient;
import io.kronosq.handler.TaskRouter;
import io.kronosq.store.StoreException;
import io.kronosq.task.EnqueueException;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis has reached its maxmemory, and evicts nothing. */
class FullRedisTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  @AfterEach
  void giveMemoryBack() {
    redis.command("CONFIG", "SET", "maxmemory", "0");
  }

  private static long usedMemory() {
    return redis
        .command("INFO", "memory")
        .toString()
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length())))
        .sum();
  }

  @Test
  void enqueuesFailWithTheRemedyWhileWorkersDrainAndThenWorkAgain() {
    AtomicInteger processed = new AtomicInteger();
    KronosClient client = engine.client();
    client.enqueue("t", "connects");
    redis.command("CONFIG", "SET", "maxmemory", Long.toString(usedMemory() + 4_000_000));
    AtomicInteger stored = new AtomicInteger(1);
    assertThatExceptionOfType(EnqueueException.class)
        .isThrownBy(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                client.enqueue("t", new byte[20_000]);
                stored.incrementAndGet();
              }
            })
        .withMessageContaining("maxmemory")
        .satisfies(
            e -> {
              assertThat(e.outcome()).isEqualTo(EnqueueException.Outcome.NOT_WRITTEN);
              assertThat(((StoreException) e.getCause()).kind())
                  .isEqualTo(StoreException.Kind.FULL);
            });
    assertThat(stored.get()).isGreaterThan(20);
    engine.start(
        engine
            .server(new TaskRouter().handle("t", context -> processed.incrementAndGet()))
            .concurrency(3));
    Await.until("the backlog is worked off", () -> processed.get() == stored.get());
    Await.until("all is settled", () -> engine.inspector().queue("default").size() == 0);
    client.enqueue("t", "again");
    Await.until("it is processed", () -> processed.get() == stored.get() + 1);
  }
}
