package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.handler.TaskRouter;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueShareTest {
  private static final int EACH = 600;

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final List<String> order = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(3 * EACH);

  private final TaskRouter router =
      new TaskRouter()
          .handle(
              "block",
              context -> {
                blocked.countDown();
                Await.signal(release);
              })
          .handle(
              "t",
              context -> {
                order.add(context.queue());
                done.countDown();
              });

  /** Starts when all queues have a backlog and the only handlers are busy. */
  private void run(KronosServer.Builder server, int concurrency) {
    engine.start(
        server
            .queue("low", 1)
            .queue("high", 6)
            .queue("middle", 3)
            .concurrency(concurrency)
            .concurrency("high", concurrency)
            .lease(Duration.ofMinutes(1)));
    KronosClient client = engine.client();
    Await.until(
        "it serves all queues",
        () ->
            Stream.of("low", "middle", "high")
                .allMatch(queue -> redis.number("ZCARD", "kronosq:{" + queue + "}:s") == 1));
    for (int i = 0; i < concurrency; i++) {
      client.enqueue("block", "x", EnqueueOption.queue("high"));
    }
    Await.signal(blocked);
    Await.until(
        "all slots are taken", () -> engine.inspector().queue("high").active() == concurrency);
    for (String queue : List.of("low", "high", "middle")) {
      client.enqueueAll(
          IntStream.range(0, EACH).mapToObj(i -> Task.of("t", "x")).toList(),
          EnqueueOption.queue(queue));
    }
    release.countDown();
    Await.signal(done);
  }

  private long count(String queue, int first) {
    return order.subList(0, first).stream().filter(queue::equals).count();
  }

  @Test
  void weightsShareABacklogAndNoQueueStarves() {
    run(engine.server(router), 10);
    assertThat(count("high", 500)).isBetween(240L, 360L);
    assertThat(count("middle", 500)).isBetween(100L, 200L);
    assertThat(count("low", 500)).isBetween(20L, 100L);
  }

  @Test
  void strictPriorityServesALowerQueueOnlyWhenTheHigherOnesAreEmpty() {
    run(engine.server(router).strictPriority(true), 1);
    List<String> byWeight =
        Stream.of("high", "middle", "low")
            .flatMap(q -> Stream.generate(() -> q).limit(EACH))
            .toList();
    assertThat(order).containsExactlyElementsOf(byWeight);
  }
}
