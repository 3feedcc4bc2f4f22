package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.ServerReport;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.Layout;
import io.kronosq.store.NewTask;
import io.kronosq.store.PartitionStore;
import io.kronosq.task.Due;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartitionedServerTest {
  private static final Layout SIX = Layout.of("q", 6);

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private final TaskRouter router =
      new TaskRouter().handle("t", context -> done.add(context.taskId()));

  private PartitionStore partitions() {
    return engine.store().partitions();
  }

  private void serve() {
    engine.start(engine.server(router).queue("q", 5));
  }

  private void enqueue(String partition, String id) {
    byte[] envelope =
        EnvelopeCodec.encode(
            new Envelope(
                "t",
                new byte[0],
                Instant.EPOCH,
                25,
                Duration.ZERO,
                null,
                Duration.ZERO,
                null,
                Map.of()));
    Await.answer(
        engine
            .store()
            .enqueue(partition, List.of(new NewTask(id, false, envelope, Due.NOW, null))));
  }

  private static boolean isServed(String partition) {
    return redis.number("ZCARD", "kronosq:{" + partition + "}:s") > 0;
  }

  /** As if all changes had been made long ago. */
  private static void age() {
    String stored = String.valueOf(redis.command("HGET", "kronosq:partitions", "q"));
    redis.command("HSET", "kronosq:partitions", "q", stored.replaceAll("@\\d+", "@1"));
  }

  @Test
  void aServerServesEveryPartition() {
    Await.answer(partitions().setPartitions("q", 6));
    SIX.partitions().forEach(partition -> enqueue(partition, "before in " + partition));
    serve();
    Await.until("what was there is done", () -> done.size() == 6);
    SIX.partitions().forEach(partition -> enqueue(partition, "after in " + partition));
    Await.until("what came is done", () -> done.size() == 12);
  }

  @Test
  void aServerServesPartitionsThatComeAndFormerOnesUntilTheyAreEmpty() {
    serve();
    Await.until("it serves the queue", () -> isServed("q"));
    Await.answer(partitions().setPartitions("q", 6));
    Await.until(
        "it serves the new ones",
        () -> SIX.partitions().stream().allMatch(PartitionedServerTest::isServed));
    SIX.partitions().forEach(partition -> enqueue(partition, "in " + partition));
    enqueue("q", "in the former one");
    Await.until("all are done", () -> done.size() == 7);
  }

  @Test
  void aPartitionThatIsForgottenIsLeft() {
    serve();
    Await.until("it serves the queue", () -> isServed("q"));
    Await.answer(partitions().setPartitions("q", 6));
    Await.until("it serves both", () -> isServed("q") && isServed(SIX.partitions().get(5)));
    age();
    Await.answer(partitions().forgetEmpty("q"));
    Await.until("the former one is left", () -> !isServed("q"));
    assertThat(SIX.partitions()).allMatch(PartitionedServerTest::isServed);
    Await.answer(partitions().setPartitions("q", 1));
    Await.until("it is served again", () -> isServed("q"));
    enqueue("q", "again");
    Await.until("what came is done", () -> done.contains("again"));
  }

  @Test
  void aServerHasFormerPartitionsForgottenByItself() {
    serve();
    Await.until("it serves the queue", () -> isServed("q"));
    Await.answer(partitions().setPartitions("q", 6));
    age();
    Await.until("the former one is forgotten", () -> "6".equals(layouts()));
  }

  private static String layouts() {
    return String.valueOf(redis.command("HGET", "kronosq:partitions", "q"));
  }

  @Test
  void aServersReportTellsThePartitionsItServes() {
    Await.answer(partitions().setPartitions("q", 6));
    serve();
    Await.until(
        "it tells them",
        () ->
            engine.inspector().servers().stream()
                .map(server -> server.report())
                .map(ServerReport::leases)
                .anyMatch(leases -> leases.keySet().containsAll(SIX.partitions())));
  }

  @Test
  void aStoppedServerLeavesEveryPartition() {
    Await.answer(partitions().setPartitions("q", 6));
    KronosServer server = engine.start(engine.server(router).queue("q", 5));
    Await.until(
        "it serves them",
        () -> SIX.partitions().stream().allMatch(PartitionedServerTest::isServed));
    server.stop();
    assertThat(SIX.partitions()).noneMatch(PartitionedServerTest::isServed);
  }
}
