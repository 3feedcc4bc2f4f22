package io.kronosq.it.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.it.drills.Entry.Kind;
import io.kronosq.redis.RedisConfig;
import io.kronosq.task.QueueInfo;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every drill has: the queue's Redis, another one for the journal, worker processes, and the
 * accounts at the end.
 */
final class Drill implements AutoCloseable {
  static final String QUEUE = "drill";

  private static final String KEYS = "kronosq:{" + QUEUE + "}:";
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(60);

  private final String name;
  private final EmbeddedRedis redis;
  private final EmbeddedRedis journalRedis = EmbeddedRedis.builder().inMemory().build();
  private final Journal journal;
  private final RedisClient adminClient;
  private final StatefulRedisConnection<String, String> admin;
  private final Inspector inspector;
  private final List<WorkerJvm> workers = new ArrayList<>();

  /**
   * @param name stands in reports and in the names of the workers
   * @param redis the queue's; started here, and closed with the drill
   */
  Drill(String name, EmbeddedRedis redis) {
    this.name = name;
    this.redis = redis.start();
    journal = new Journal(journalRedis.start().uri());
    adminClient = RedisClient.create(redis.uri());
    admin = adminClient.connect();
    inspector = Inspector.open(RedisConfig.parse(redis.uri()));
  }

  /** A drill on a Redis that keeps nothing on disk. */
  static Drill inMemory(String name) {
    return new Drill(name, EmbeddedRedis.builder().inMemory().build());
  }

  Journal journal() {
    return journal;
  }

  Inspector inspector() {
    return inspector;
  }

  /** Raw commands to the queue's Redis. */
  RedisCommands<String, String> redis() {
    return admin.sync();
  }

  /** The {@code CLIENT} command with these arguments, on a connection that it spares. */
  void client(String... args) {
    CommandArgs<String, String> all = new CommandArgs<>(StringCodec.UTF8);
    for (String arg : args) {
      all.add(arg);
    }
    redis().dispatch(CommandType.CLIENT, new ArrayOutput<>(StringCodec.UTF8), all);
  }

  String redisUri() {
    return redis.uri();
  }

  /** Launches a worker; it is not up yet. */
  WorkerJvm launch(int concurrency, Duration grace) {
    WorkerJvm worker =
        WorkerJvm.launch(
            name + "-" + (workers.size() + 1),
            redis.uri(),
            journalRedis.uri(),
            journal,
            concurrency,
            grace);
    workers.add(worker);
    return worker;
  }

  Load load(int window) {
    return new Load(redis.uri(), journal, window);
  }

  /** Ids of the tasks that Redis has as active on a worker, under whichever identity. */
  Set<String> activeOn(WorkerJvm worker) {
    return worker.identities().stream()
        .flatMap(server -> redis().smembers(KEYS + "a:" + server).stream())
        .collect(Collectors.toSet());
  }

  /** Waits until nothing is left to do in the queue; what is archived stays. */
  QueueInfo awaitDrained() {
    journal.await(
        () -> "the queue is empty; it holds " + inspector.queue(QUEUE),
        DRAINED_WITHIN,
        () -> {
          QueueInfo queue = inspector.queue(QUEUE);
          return queue.size() - queue.archived() == 0;
        });
    return inspector.queue(QUEUE);
  }

  /** Every task of the load that was acknowledged was done, and nothing is left in the queue. */
  void assertNothingLost(Load load) {
    journal.await(
        () -> {
          List<String> lost =
              load.acknowledged().stream().filter(id -> !journal.hasEnded(id)).toList();
          return "all acknowledged tasks are done; not so " + lost.size() + ": " + lost;
        },
        DRAINED_WITHIN,
        () -> load.acknowledged().stream().allMatch(journal::hasEnded));
    QueueInfo queue = awaitDrained();
    assertThat(queue.active()).isZero();
    assertThat(queue.pending()).isZero();
    assertThat(queue.scheduled()).isZero();
    assertThat(queue.retry()).isZero();
  }

  /** No attempt failed, so no retry was spent. */
  void assertNoRetrySpent() {
    assertThat(
            journal.where(
                entry ->
                    entry.retried() > 0
                        || entry.kind() == Kind.FAILED
                        || entry.kind() == Kind.RETRIED))
        .isEmpty();
  }

  /**
   * Stops the workers; they must end in good order and leave nothing in Redis but the queue's name,
   * a wake-up marker and what is archived.
   */
  void assertNothingLeftAfterStop(List<WorkerJvm> living) {
    living.forEach(WorkerJvm::terminate);
    living.forEach(WorkerJvm::awaitExit);
    QueueInfo queue = inspector.queue(QUEUE);
    assertThat(redis().zrange(KEYS + "s", 0, -1)).as("leases").isEmpty();
    assertThat(redis().hlen(KEYS + "m")).as("tasks stored").isEqualTo(queue.archived());
    assertThat(redis().hlen(KEYS + "x")).as("attempt logs stored").isEqualTo(queue.archived());
    assertThat(redis().keys(KEYS + "a:*")).as("active sets").isEmpty();
  }

  /** Ids of the archived tasks. */
  Set<String> archived() {
    return Set.copyOf(redis().zrange(KEYS + "z", 0, -1));
  }

  /** Tasks whose handler was started more than once. */
  long tasksRunAgain() {
    Map<String, List<Entry>> runs = journal.runs();
    return runs.values().stream().filter(starts -> starts.size() > 1).count();
  }

  /** Lets time pass that is itself part of a drill. */
  static void elapse(Duration time) {
    try {
      Thread.sleep(Math.max(0, time.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  @Override
  public void close() {
    workers.forEach(WorkerJvm::close);
    inspector.close();
    admin.close();
    adminClient.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    journal.close();
    journalRedis.close();
    redis.close();
  }
}
