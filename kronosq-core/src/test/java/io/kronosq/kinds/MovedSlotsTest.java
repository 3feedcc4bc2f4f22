package io.kronosq.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.Durability;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MovedSlotsTest {
  private static final String QUEUE = "q";

  @RegisterExtension static final TestCluster redis = TestCluster.withReplicas();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private volatile boolean loading = true;

  private void startWorker() {
    engine.start(
        engine
            .server(new TaskRouter().handle("t", task -> done.add(task.taskId())))
            .queue(QUEUE, 1)
            .lease(Duration.ofSeconds(60)));
  }

  /** Producers that remember what was acknowledged. */
  private List<Thread> load(Durability durability) {
    KronosClient client = KronosClient.builder(engine.newStore()).durability(durability).build();
    List<Thread> producers =
        Stream.generate(() -> new Thread(() -> produce(client))).limit(3).toList();
    producers.forEach(Thread::start);
    return producers;
  }

  private void produce(KronosClient client) {
    while (loading) {
      try {
        acknowledged.add(client.enqueue("t", "x", EnqueueOption.queue(QUEUE)).id());
      } catch (EnqueueException e) {
        assertThat(e.outcome()).isNotNull();
      }
    }
  }

  private void awaitMore(int tasks) {
    int until = done.size() + tasks;
    Await.until("work goes on", Duration.ofSeconds(40), () -> done.size() >= until);
  }

  private void assertNothingLost(List<Thread> producers) throws InterruptedException {
    loading = false;
    for (Thread producer : producers) {
      producer.join();
    }
    Await.until(
        "all that was acknowledged is done",
        Duration.ofSeconds(40),
        () -> done.containsAll(acknowledged));
    assertThat(acknowledged).isNotEmpty();
  }

  @Test
  void aSlotThatMovesUnderLoadLosesNothingAndItsWorkersFollow() throws InterruptedException {
    startWorker();
    List<Thread> producers = load(Durability.FAST);
    awaitMore(200);
    redis.migrate(QUEUE);
    awaitMore(200);
    redis.migrate(QUEUE);
    awaitMore(200);
    assertNothingLost(producers);
  }

  @Test
  void aMasterThatDiesLosesNothingThatAReplicaConfirmed() throws InterruptedException {
    startWorker();
    List<Thread> producers = load(Durability.replicated(1));
    awaitMore(100);
    redis.killOwner(QUEUE);
    redis.awaitOwner(QUEUE);
    // Its successor has no replica that could confirm more.
    loading = false;
    assertNothingLost(producers);
  }

  @Test
  void durableEnqueuesFollowTheirSlot() {
    KronosClient client =
        KronosClient.builder(engine.store()).durability(Durability.replicated(1)).build();
    client.enqueue("t", "x", EnqueueOption.queue(QUEUE));
    redis.migrate(QUEUE);
    client.enqueue("t", "x", EnqueueOption.queue(QUEUE));
    assertThat(redis.number("LLEN", "kronosq:{q}:p")).isEqualTo(2);
    assertThat(redis.calls("wait")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void factsAreToldOfEveryMaster() {
    redis.commandAtOwner("default", "CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    try {
      assertThat(engine.inspector().problems())
          .singleElement()
          .asString()
          .contains("allkeys-lru")
          .contains("127.0.0.1:");
      assertThat(engine.inspector().redis().evictionPolicy()).isEqualTo("allkeys-lru");
    } finally {
      redis.commandAtOwner("default", "CONFIG", "SET", "maxmemory-policy", "noeviction");
    }
    assertThat(engine.inspector().problems()).isEmpty();
    assertThat(engine.inspector().redis().replicas()).hasSize(3);
    assertThat(engine.inspector().redis().cluster().masters()).hasSize(3);
    assertThat(engine.inspector().redis().cluster().slotsOk()).isEqualTo(16_384);
  }
}
