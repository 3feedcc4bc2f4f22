package io.kronosq.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestCluster;
import io.kronosq.testing.TestRedis;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Refusals that mean that nothing was written, and that pass: calls wait, and are done once. */
class RefusedForNowTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension static final TestRedis oldest = TestRedis.oldest();
  @RegisterExtension static final TestCluster cluster = TestCluster.ofMasters();

  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);
  @RegisterExtension final EngineHarness onOldest = new EngineHarness(oldest);
  @RegisterExtension final EngineHarness onCluster = new EngineHarness(cluster);

  private static CompletableFuture<TaskRef> enqueue(KronosClient client) {
    return client.enqueueAsync(Task.of("t", "x"), EnqueueOption.queue("q")).toCompletableFuture();
  }

  private static void demote(TestRedis master) {
    master.command("REPLICAOF", "127.0.0.1", Integer.toString(TestRedis.freePort()));
  }

  private static void promote(TestRedis replica) {
    replica.command("REPLICAOF", "NO", "ONE");
  }

  private static void assertWaitsForAMaster(TestRedis redis, EngineHarness engine) {
    KronosClient client = engine.client();
    client.enqueue("t", "x", EnqueueOption.queue("q"));
    demote(redis);
    long before = redis.calls("evalsha");
    try {
      CompletableFuture<TaskRef> waits = enqueue(client);
      Await.until("it is tried again", () -> redis.calls("evalsha") >= before + 2);
      assertThat(waits).isNotDone();
      promote(redis);
      Await.answer(waits);
    } finally {
      promote(redis);
    }
    assertThat(redis.number("LLEN", "kronosq:{q}:p")).isEqualTo(2);
  }

  @Test
  void anEnqueueWaitsWhileItsServerIsAReplica() {
    assertWaitsForAMaster(redis, engine);
  }

  @Test
  void anEnqueueWaitsWhileItsServerOfTheOldestVersionIsAReplica() {
    assertWaitsForAMaster(oldest, onOldest);
  }

  @Test
  void outcomesAreStoredOnceTheServerIsAMasterAgain() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch demoted = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .handle(
                        "t",
                        task -> {
                          runs.incrementAndGet();
                          inside.countDown();
                          Await.signal(demoted);
                        }))
            .queue("q", 1));
    enqueue(engine.client());
    Await.signal(inside);
    demote(redis);
    try {
      demoted.countDown();
      Await.until("it is tried again", () -> redis.errors("READONLY") >= 2);
    } finally {
      promote(redis);
    }
    Await.until("the outcome is stored", () -> redis.number("EXISTS", "kronosq:{q}:m") == 0);
    assertThat(runs).hasValue(1);
  }

  @Test
  void anEnqueueWaitsWhileItsSlotIsHalfMoved() {
    KronosClient client = onCluster.client();
    client.enqueue("t", "x", EnqueueOption.queue("q"));
    cluster.moveOneKey("q");
    CompletableFuture<TaskRef> waits = enqueue(client);
    Await.until("it is tried again", () -> cluster.errors("TRYAGAIN") >= 2);
    assertThat(waits).isNotDone();
    cluster.moveRest("q");
    Await.answer(waits);
    assertThat(cluster.number("LLEN", "kronosq:{q}:p")).isEqualTo(2);
  }
}
