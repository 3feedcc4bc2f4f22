package io.kronosq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.handler.BatchItem;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskRouter;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.ClaimRequest;
import io.kronosq.task.Aggregation;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.KeyRing;
import io.kronosq.task.Limits;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import io.kronosq.worker.ServerSettings.FailureSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tasks of all kinds, encrypted, over two servers, while a third one dies and the number of
 * partitions changes twice: whatever was accepted is handled, and nothing is left in Redis.
 */
class WholeEngineTest {
  private static final int ENQUEUES = 1_200;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Aggregation GROUPS =
      new Aggregation(7, Duration.ofMillis(300), Duration.ofMillis(100));
  private static final PayloadCodec CODEC =
      PayloadCodec.plain()
          .compressed()
          .encrypted(KeyRing.builder().key("k", new byte[KeyRing.KEY_BYTES]).build());

  /** A busy machine may make servers lose their leases, which must not make poison of tasks. */
  private static final FailureSettings PATIENT =
      new FailureSettings(1_000, 10, ArchiveLimits.DEFAULT, Duration.ofSeconds(2));

  /** What is known of queues and servers, and what a task's end leaves there. */
  private static final String KEPT =
      "kronosq:(queues|partitions|\\{/servers}:.*|\\{/all}:st|\\{q[^}]*}:(st|meta|w))";

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  /** The payloads that have to be handled. */
  private final Set<String> accepted = new HashSet<>();

  private final Set<String> handled = ConcurrentHashMap.newKeySet();
  private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();

  /** The last payload of each task that may be replaced. */
  private final Map<String, String> latest = new HashMap<>();

  private final TaskRouter router =
      new TaskRouter()
          .handle("single", this::single, retryingSoon())
          .handle("grouped", this::grouped, retryingSoon());

  private KronosClient client;
  private int enqueued;

  private static HandlerOptions retryingSoon() {
    return HandlerOptions.DEFAULT.withRetryPolicy(RetryPolicy.fixed(Duration.ofMillis(30)));
  }

  /** Fails at first if its payload says so, with a checkpoint that only its own retry may see. */
  private void single(TaskContext task) throws Exception {
    String payload = text(task.payload());
    task.lastCheckpoint(byte[].class)
        .filter(earlier -> !text(earlier).equals(payload))
        .ifPresent(earlier -> mistakes.add(payload + " got the checkpoint " + text(earlier)));
    if (payload.startsWith("fails") && task.retried() == 0) {
      task.progress(0.5, "half way");
      task.log("fails");
      task.checkpoint(payload.getBytes(UTF_8)).toCompletableFuture().get(20, TimeUnit.SECONDS);
      throw new IllegalStateException("the first attempt fails");
    }
    handled.add(payload);
  }

  private void grouped(TaskContext task) {
    for (BatchItem item : task.batch()) {
      String payload = text(item.payload());
      if (payload.startsWith("fails") && task.retried() == 0) {
        item.fail(new IllegalStateException("the first attempt fails"));
      } else {
        handled.add(payload);
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatWasAcceptedIsHandledAndNothingIsLeft(long seed) {
    Random random = new Random(seed);
    RedisTaskStore store = engine.newStore();
    Inspector inspector = Inspector.of(store);
    client = engine.closing(KronosClient.builder(engine.newStore()).codec(CODEC).build());
    List<KronosServer> servers = List.of(startServer(), startServer());
    inspector.limits("q").setEachKey(Limits.concurrent(2));
    for (int i = 0; i < ENQUEUES; i++) {
      enqueue(random);
      if (i == ENQUEUES / 4) {
        inspector.setPartitions("q", 3);
      } else if (i == ENQUEUES / 2) {
        takeAndDie(store);
      } else if (i == 3 * ENQUEUES / 4) {
        inspector.setPartitions("q", 2);
      }
    }
    Await.until("all is handled", Duration.ofMinutes(1), () -> handled.containsAll(accepted));
    Await.until("nothing waits", () -> inspector.queue("q").size() == 0);
    Await.until("the dead server is forgotten", () -> servers(store) == 2 * (1 + 3 + 2));
    servers.forEach(KronosServer::stop);
    assertThat(mistakes).isEmpty();
    assertThat(redis.texts("KEYS", "kronosq:*"))
        .filteredOn(key -> !key.matches(KEPT) && redis.number("PTTL", key) == -1)
        .isEmpty();
  }

  private KronosServer startServer() {
    return engine.start(
        KronosServer.builder(engine.newStore())
            .router(router)
            .codec(CODEC)
            .queue("q", 1)
            .concurrency(8)
            .lease(Duration.ofSeconds(1))
            .gracePeriod(Duration.ofSeconds(5))
            .failures(PATIENT));
  }

  private void enqueue(Random random) {
    String name = (random.nextInt(4) == 0 ? "fails " : "ends ") + enqueued++;
    EnqueueOption key = EnqueueOption.limitKey("key " + random.nextInt(5));
    switch (random.nextInt(9)) {
      case 0 -> send("single", name);
      case 1 -> send("single", name, EnqueueOption.delay(Duration.ofMillis(random.nextInt(200))));
      case 2 -> send("single", name, key);
      case 3 -> send("single", name, key, EnqueueOption.delay(Duration.ofMillis(50)));
      case 4, 5 -> send("grouped", name, EnqueueOption.group("g" + random.nextInt(3), GROUPS));
      case 6 -> send("single", name, EnqueueOption.unique(lock(random)));
      case 7 -> send("single", name, EnqueueOption.unique(lock(random).replacing()));
      default ->
          send(
              "single",
              name,
              EnqueueOption.unique(lock(random).debouncing(Duration.ofMillis(100))),
              EnqueueOption.delay(Duration.ofMillis(20)));
    }
  }

  private static Unique lock(Random random) {
    return Unique.byKey("lock " + random.nextInt(12), HOUR);
  }

  private void send(String type, String payload, EnqueueOption... options) {
    EnqueueOption[] all = java.util.Arrays.copyOf(options, options.length + 1);
    all[options.length] = EnqueueOption.queue("q");
    try {
      TaskRef ref = client.enqueue(Task.of(type, payload.getBytes(UTF_8)), all);
      String earlier = latest.put(ref.id(), payload);
      if (ref.replaced()) {
        accepted.remove(earlier);
      }
      accepted.add(payload);
    } catch (DuplicateTaskException refused) {
      // Another task holds the lock, and can't be replaced any more, or waits in a former
      // partition.
    }
  }

  /** Takes what there is as a server whose lease lapses at once. */
  private static void takeAndDie(RedisTaskStore store) {
    for (String partition : Await.answer(store.partitions().layouts("q")).partitions()) {
      Await.answer(store.join(partition, "dead", Duration.ofMillis(200)));
      Await.answer(store.claim(new ClaimRequest(partition, "dead", 20, List.of())));
    }
  }

  /** How many servers hold leases, or lost them with tasks, over all partitions. */
  private static long servers(RedisTaskStore store) {
    return Await.answer(store.partitions().layouts("q")).partitions().stream()
        .mapToLong(partition -> redis.number("ZCARD", "kronosq:{" + partition + "}:s"))
        .sum();
  }
}
