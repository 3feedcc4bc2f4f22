package io.kronosq.it.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.it.drills.Entry.Kind;
import io.kronosq.redis.RedisConfig;
import io.kronosq.store.Layout;
import io.kronosq.task.Durability;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What drills on every kind of Redis have: a Redis for the journal, worker processes, and the
 * accounts at the end.
 */
abstract class Exercise implements AutoCloseable {
  static final String QUEUE = "drill";

  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(60);

  private final String name;
  private final String uri;
  private final Layout layout;
  private final EmbeddedRedis journalRedis = EmbeddedRedis.builder().inMemory().build();
  private final Journal journal;
  private final Inspector inspector;
  private final List<WorkerJvm> workers = new ArrayList<>();

  /**
   * @param name stands in reports and in the names of the workers
   * @param uri of the queue's Redis
   * @param layout of the queue
   */
  Exercise(String name, String uri, Layout layout) {
    this.name = name;
    this.uri = uri;
    this.layout = layout;
    journal = new Journal(journalRedis.start().uri());
    inspector = Inspector.open(RedisConfig.parse(uri));
  }

  /** How many members a sorted set of the queue's Redis has. */
  abstract long members(String key);

  /** How many fields a hash of the queue's Redis has. */
  abstract long fields(String key);

  /** How many keys the queue's Redis has of some pattern. */
  abstract long keys(String pattern);

  /** What the keys of a partition begin with. */
  static String keysOf(String partition) {
    return "kronosq:{" + partition + "}:";
  }

  private long sum(ToLongFunction<String> number) {
    return layout.partitions().stream().map(Exercise::keysOf).mapToLong(number).sum();
  }

  Journal journal() {
    return journal;
  }

  Inspector inspector() {
    return inspector;
  }

  String redisUri() {
    return uri;
  }

  /** Launches a worker; it is not up yet. */
  WorkerJvm launch(int concurrency, Duration grace) {
    WorkerJvm worker =
        WorkerJvm.launch(
            name + "-" + (workers.size() + 1),
            uri,
            journalRedis.uri(),
            journal,
            concurrency,
            grace);
    workers.add(worker);
    return worker;
  }

  /** Launches two workers of eight slots, and waits until they are up. */
  List<WorkerJvm> launchTwo() {
    List<WorkerJvm> launched =
        IntStream.range(0, 2).mapToObj(i -> launch(8, Duration.ofSeconds(10))).toList();
    launched.forEach(WorkerJvm::awaitUp);
    return launched;
  }

  Load load(int window) {
    return load(window, Durability.FAST);
  }

  Load load(int window, Durability durability) {
    KronosClient.Builder client =
        KronosClient.builder(RedisConfig.parse(uri)).durability(durability);
    if (layout.count() > 1) {
      client.partitions(QUEUE, layout.count());
    }
    return new Load(client.build(), journal, window);
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

  /** Ids of the tasks that were acknowledged and, as far as the journal was read, not done. */
  List<String> lost(Load load) {
    journal.awaitRead();
    return load.acknowledged().stream().filter(id -> !journal.hasEnded(id)).toList();
  }

  /** Every task of the load that was acknowledged was done, and nothing is left in the queue. */
  void assertNothingLost(Load load) {
    journal.await(
        () -> {
          List<String> lost = lost(load);
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
    assertThat(sum(key -> members(key + "s"))).as("leases").isZero();
    assertThat(sum(key -> fields(key + "m"))).as("tasks stored").isEqualTo(queue.archived());
    assertThat(sum(key -> fields(key + "x"))).as("attempt logs stored").isEqualTo(queue.archived());
    assertThat(sum(key -> keys(key + "a:*"))).as("active sets").isZero();
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
    journal.close();
    journalRedis.close();
  }
}
