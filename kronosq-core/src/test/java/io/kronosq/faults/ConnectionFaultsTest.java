package io.kronosq.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.handler.TaskRouter;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis lives, but scripts and connections go while there is work. */
class ConnectionFaultsTest {
  private static final int TASKS = 3_000;

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
  private final TaskRouter router =
      new TaskRouter()
          .handle(
              "t",
              context ->
                  runs.computeIfAbsent(context.payload(String.class), k -> new AtomicInteger())
                      .incrementAndGet());

  private static List<String> names() {
    return IntStream.range(0, TASKS).mapToObj(i -> "task-" + i).toList();
  }

  private void assertEachRanOnce() {
    Await.until("all ran", () -> runs.size() == TASKS);
    Await.until("nothing is under way", () -> unfinished() == 0);
    assertThat(runs.entrySet()).filteredOn(run -> run.getValue().get() != 1).isEmpty();
  }

  private long unfinished() {
    var queue = engine.inspector().queue("default");
    return queue.pending() + queue.active() + queue.scheduled() + queue.retry();
  }

  @Test
  void flushedScriptsAreLoadedAgainUnderLoad() {
    engine.start(engine.server(router).concurrency(8));
    KronosClient client = engine.client();
    CompletableFuture<Void> producer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < TASKS; i += 100) {
                client.enqueueAll(
                    names().subList(i, i + 100).stream().map(name -> Task.of("t", name)).toList());
              }
            });
    int flushes = 0;
    while (!producer.isDone() || flushes < 50) {
      redis.command("SCRIPT", "FLUSH");
      flushes++;
    }
    Await.answer(producer);
    assertEachRanOnce();
  }

  @Test
  void killedConnectionsLoseNothingAndRunNothingTwice() {
    engine.start(serverOn(engine.newStore()));
    engine.start(serverOn(engine.newStore()));
    KronosClient client = KronosClient.builder(engine.newStore()).build();
    CompletableFuture<Void> producers =
        CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(
                    p ->
                        CompletableFuture.runAsync(
                            () -> produce(client, p, p == 0 ? this::killConnections : () -> {})))
                .toArray(CompletableFuture[]::new));
    Await.answer(producers);
    try (KronosClient fresh = KronosClient.open(redis.config())) {
      assertThat(fresh).isNotNull();
    }
    assertEachRanOnce();
  }

  private io.kronosq.KronosServer.Builder serverOn(RedisTaskStore store) {
    return io.kronosq.KronosServer.builder(store)
        .router(router)
        .concurrency(4)
        .gracePeriod(Duration.ofMillis(100));
  }

  private void killConnections() {
    redis.command("CLIENT", "KILL", "TYPE", "normal");
  }

  /**
   * Enqueues a quarter of the tasks, each until it is certain, as the message of the exception
   * advises.
   */
  private static void produce(KronosClient client, int part, Runnable fault) {
    for (int i = part; i < TASKS; i += 4) {
      if (i % 200 == 100) {
        fault.run();
      }
      String name = "task-" + i;
      for (boolean stored = false; !stored; ) {
        try {
          client.enqueue(
              "t",
              name,
              EnqueueOption.taskId(name),
              EnqueueOption.retention(Duration.ofMinutes(5)));
          stored = true;
        } catch (DuplicateTaskException isStored) {
          stored = true;
        } catch (EnqueueException inDoubt) {
          stored = false;
        }
      }
    }
  }

  @Test
  void generatedIdsAreNeverStoredTwiceByAReconnect() {
    KronosClient client = engine.client();
    CompletableFuture<Integer> producer =
        CompletableFuture.supplyAsync(
            () -> {
              int failed = 0;
              for (int i = 0; i < TASKS; i++) {
                try {
                  client.enqueue("t", "x");
                } catch (EnqueueException e) {
                  failed++;
                }
              }
              return failed;
            });
    for (int kills = 0; kills < 10; kills++) {
      long now = engine.inspector().queue("default").pending();
      long next = Math.min(TASKS - 500, now + 100);
      Await.until(
          "it goes on",
          () -> redis.number("LLEN", "kronosq:{default}:p") >= next || producer.isDone());
      redis.command("CLIENT", "KILL", "TYPE", "normal");
      Await.until("it is connected", this::isConnected);
    }
    Await.answer(producer);
    List<String> ids = redis.texts("LRANGE", "kronosq:{default}:p", "0", "-1");
    assertThat(ids).doesNotHaveDuplicates();
  }

  private boolean isConnected() {
    try {
      engine.inspector().queue("default");
      return true;
    } catch (io.kronosq.store.StoreException notYet) {
      return false;
    }
  }
}
