package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskRouter;
import io.kronosq.store.Layout;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.task.Unique.Release;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RedisFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds for partitions on every kind of Redis, while clients and servers use them. */
abstract class PartitionContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int UNIQUE_KEYS = 400;

  @RegisterExtension final EngineHarness engine = new EngineHarness(redis());

  /** How often a task's handler ended well, by id. */
  private final Map<String, Integer> done = new ConcurrentHashMap<>();

  /** How often a handler ended well, by unique key. */
  private final Map<String, Integer> doneByKey = new ConcurrentHashMap<>();

  private final Map<String, TaskRef> accepted = new ConcurrentHashMap<>();
  private final Set<TaskRef> kept = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean changing = new AtomicBoolean(true);

  private final TaskRouter router =
      new TaskRouter()
          .handle("plain", this::end)
          .handle(
              "unique",
              context -> {
                end(context);
                doneByKey.merge(context.payload(String.class), 1, Integer::sum);
              })
          .handle(
              "second try",
              context -> {
                if (context.retried() == 0) {
                  throw new IllegalStateException("not yet");
                }
                end(context);
              },
              HandlerOptions.DEFAULT.withRetryPolicy(RetryPolicy.fixed(Duration.ofMillis(200))))
          .handle(
              "kept",
              context -> {
                end(context);
                context.result("result of " + context.payload(String.class));
              });

  private void end(TaskContext context) {
    done.merge(context.taskId(), 1, Integer::sum);
  }

  /** Of the test class. */
  abstract RedisFixture redis();

  /** A process of its own, as far as Redis can tell. */
  private void startServer() {
    KronosServer server =
        engine.closing(
            KronosServer.builder(engine.newStore())
                .router(router)
                .queue("q", 1)
                .concurrency(10)
                .gracePeriod(Duration.ofMillis(100))
                .build());
    server.start();
  }

  private KronosClient newClient() {
    return engine.closing(KronosClient.builder(engine.newStore()).build());
  }

  private void produce(KronosClient client, int seed) {
    Random random = new Random(seed);
    EnqueueOption queue = EnqueueOption.queue("q");
    for (int round = 0; changing.get(); round++) {
      String payload = seed + "/" + round;
      client
          .enqueueAll(
              IntStream.range(0, 20).mapToObj(i -> Task.of("plain", payload)).toList(), queue)
          .forEach(this::accept);
      accept(client.enqueue("plain", payload, queue, EnqueueOption.orderingKey("key" + round % 7)));
      accept(
          client.enqueue(
              "plain",
              payload,
              queue,
              EnqueueOption.delay(Duration.ofMillis(random.nextInt(1_500)))));
      accept(client.enqueue("second try", payload, queue));
      TaskRef result = client.enqueue("kept", payload, queue, EnqueueOption.retention(HOUR));
      accept(result);
      kept.add(result);
      enqueueUnique(client, "u" + random.nextInt(UNIQUE_KEYS), queue);
      enqueueChosen(client, "id" + random.nextInt(UNIQUE_KEYS), queue);
    }
  }

  private void accept(TaskRef ref) {
    assertThat(accepted.put(ref.id(), ref)).as("two tasks of one id").isNull();
  }

  private void enqueueUnique(KronosClient client, String key, EnqueueOption queue) {
    try {
      accept(
          client.enqueue(
              "unique",
              key,
              queue,
              EnqueueOption.unique(Unique.byKey(key, HOUR).releasing(Release.ON_EXPIRY))));
    } catch (DuplicateTaskException expected) {
      assertThat(expected.existingTaskId()).isNotEmpty();
    }
  }

  /** It is there for an hour, so the same id is never taken twice. */
  private void enqueueChosen(KronosClient client, String id, EnqueueOption queue) {
    try {
      accept(
          client.enqueue(
              "plain", id, queue, EnqueueOption.taskId(id), EnqueueOption.retention(HOUR)));
    } catch (DuplicateTaskException expected) {
      assertThat(expected.existingTaskId()).isEqualTo(id);
    }
  }

  private Runnable partitions(int count) {
    return () -> engine.inspector().setPartitions("q", count);
  }

  /** All that is accepted is done, and once, whatever happens meanwhile. */
  final void underLoad(Runnable... steps) {
    List<CompletableFuture<Void>> producers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      startServer();
      startServer();
      startServer();
      for (int i = 0; i < 3; i++) {
        int seed = i;
        KronosClient client = newClient();
        producers.add(CompletableFuture.runAsync(() -> produce(client, seed), threads));
      }
      awaitMoreTasks();
      for (Runnable step : steps) {
        step.run();
        awaitMoreTasks();
      }
      changing.set(false);
      producers.forEach(Await::answer);
    } finally {
      changing.set(false);
      threads.shutdown();
    }
    Await.until(
        "all that was accepted is done",
        Duration.ofMinutes(1),
        () -> done.size() == accepted.size());
    assertThat(new TreeMap<>(done).keySet())
        .containsExactlyElementsOf(new TreeMap<>(accepted).keySet());
    assertThat(done)
        .as("how often tasks were done")
        .allSatisfy((id, times) -> assertThat(times).as(id).isOne());
    assertThat(doneByKey).hasSizeGreaterThan(10);
    assertThat(doneByKey.values()).containsOnly(1);
    assertResultsAreFound();
    assertThat(engine.inspector().queue("q").pending()).isZero();
  }

  private void awaitMoreTasks() {
    int before = accepted.size();
    Await.until("more tasks are accepted", () -> accepted.size() >= before + 500);
  }

  private void assertResultsAreFound() {
    try (Inspector inspector = Inspector.of(engine.store())) {
      for (TaskRef ref : kept.stream().limit(50).toList()) {
        Await.until(
            "its result is stored",
            () ->
                inspector
                    .task("q", ref.id())
                    .filter(task -> task.state() == TaskState.COMPLETED)
                    .isPresent());
      }
    }
  }

  @Test
  void moreAndMorePartitionsUnderLoadLoseNothingAndRunNothingTwice() {
    underLoad(partitions(2), partitions(6), partitions(12));
  }

  @Test
  void fewerAndFewerPartitionsUnderLoadLoseNothingAndRunNothingTwice() {
    engine.inspector().setPartitions("q", 12);
    underLoad(partitions(5), partitions(2), partitions(1));
  }

  @Test
  void goingBackToFormerPartitionsUnderLoadLosesNothingAndRunsNothingTwice() {
    underLoad(partitions(6), partitions(1), partitions(6), partitions(3), partitions(1));
  }

  @Test
  void aClientSpreadsTasksEvenlyOverPartitions() {
    engine.inspector().setPartitions("q", 6);
    KronosClient client = engine.client();
    for (int i = 0; i < 300; i++) {
      client.enqueueAll(
          IntStream.range(0, i % 3 == 0 ? 60 : 1).mapToObj(t -> Task.of("plain", "x")).toList(),
          EnqueueOption.queue("q"));
    }
    List<Long> sizes =
        Layout.of("q", 6).partitions().stream()
            .map(partition -> redis().number("LLEN", "kronosq:{" + partition + "}:p"))
            .toList();
    long even = sizes.stream().mapToLong(Long::longValue).sum() / 6;
    assertThat(sizes).allMatch(size -> Math.abs(size - even) <= even / 5);
  }

  @Test
  void clientsAndServersRaiseTheNumberThatIsConfigured() {
    KronosClient client =
        engine.closing(KronosClient.builder(engine.newStore()).partitions("q", 3).build());
    TaskRef ref = client.enqueue("plain", "x", EnqueueOption.queue("q"));
    Await.until("it has three", () -> engine.inspector().queue("q").partitions() == 3);
    engine.start(engine.server(router).queue("q", 1).partitions("q", 4));
    Await.until("it has four", () -> engine.inspector().queue("q").partitions() == 4);
    Await.until("the task is done", () -> done.containsKey(ref.id()));
  }

  @Test
  void tasksOfOneOrderingKeyStartInTheirOrder() {
    engine.inspector().setPartitions("q", 6);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    KronosClient client = engine.client();
    for (int i = 0; i < 60; i++) {
      client.enqueue(
          "in order",
          Integer.toString(i),
          EnqueueOption.queue("q"),
          EnqueueOption.orderingKey("customer"));
    }
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .handle("in order", context -> order.add(context.payload(String.class))))
            .queue("q", 1));
    Await.until("all are done", () -> order.size() == 60);
    assertThat(order)
        .containsExactlyElementsOf(IntStream.range(0, 60).mapToObj(Integer::toString).toList());
  }
}
