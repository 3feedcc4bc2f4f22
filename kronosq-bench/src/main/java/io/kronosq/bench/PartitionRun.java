package io.kronosq.bench;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.Layout;
import io.kronosq.store.TaskStore;
import io.kronosq.task.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * A backlog that is worked off, and then producers and workers together, on a queue of so many
 * partitions.
 */
final class PartitionRun {
  private static final String QUEUE = "default";
  private static final int COUNT = 300_000;
  private static final int CONCURRENCY = Integer.getInteger("kronosq.bench.concurrency", 200);
  private static final int SECONDS = Integer.getInteger("kronosq.bench.seconds", 10);
  private static final int WARM_UP_SECONDS = 2;
  private static final int BACKLOG = 20_000;
  private static final int BATCH = 500;

  private final MeasuredRedis redis;
  private final int partitions;

  PartitionRun(MeasuredRedis redis, int partitions) {
    this.redis = redis;
    this.partitions = partitions;
  }

  /**
   * What was measured.
   *
   * @param farthest how far the partition with the most or fewest tasks is from an even share, of
   *     that share
   * @param drained tasks a second of a backlog
   * @param drainMicros Redis CPU of a task that was drained
   * @param consumed tasks a second of producers and workers together
   * @param lifeMicros Redis CPU of such a task
   */
  record Figures(
      double farthest, double drained, double drainMicros, double consumed, double lifeMicros) {}

  Figures run() throws InterruptedException {
    redis.empty();
    try (RedisTaskStore store = RedisTaskStore.open(redis.config());
        KronosClient client = KronosClient.builder(store).build();
        Inspector inspector = Inspector.of(store)) {
      if (partitions > 1) {
        inspector.setPartitions(QUEUE, partitions);
      }
      double[] drain = new double[2];
      double farthest = drain(store, client, drain);
      double[] life = new double[2];
      produceAndConsume(store, client, life);
      return new Figures(farthest, drain[0], drain[1], life[0], life[1]);
    }
  }

  private double drain(RedisTaskStore store, KronosClient client, double[] figures)
      throws InterruptedException {
    Workload.fill(client, COUNT);
    double farthest = farthest(store);
    AtomicInteger left = new AtomicInteger(COUNT);
    CountDownLatch done = new CountDownLatch(1);
    double cpu = redis.cpuMicros();
    long start = System.nanoTime();
    try (KronosServer server =
        Workload.server(
            store,
            CONCURRENCY,
            task -> {
              if (left.decrementAndGet() == 0) {
                done.countDown();
              }
            })) {
      server.start();
      done.await();
      figures[0] = Rates.perSecond(COUNT, start);
    }
    figures[1] = (redis.cpuMicros() - cpu) / COUNT;
    return farthest;
  }

  private double farthest(TaskStore store) {
    double even = (double) COUNT / partitions;
    return Layout.of(QUEUE, partitions).partitions().stream()
        .mapToDouble(partition -> store.queue(partition).toCompletableFuture().join().pending())
        .map(pending -> Math.abs(pending - even) / even)
        .max()
        .orElseThrow();
  }

  private void produceAndConsume(RedisTaskStore store, KronosClient client, double[] figures)
      throws InterruptedException {
    LongAdder done = new LongAdder();
    Semaphore room = new Semaphore(BACKLOG);
    try (KronosServer server =
        Workload.server(
            store,
            CONCURRENCY,
            task -> {
              done.increment();
              room.release();
            })) {
      server.start();
      Thread producer = new Thread(() -> produce(client, room), "producer");
      producer.start();
      Thread.sleep(WARM_UP_SECONDS * 1000L);
      double cpu = redis.cpuMicros();
      long before = done.sum();
      long start = System.nanoTime();
      Thread.sleep(SECONDS * 1000L);
      long count = done.sum() - before;
      figures[0] = Rates.perSecond(count, start);
      figures[1] = (redis.cpuMicros() - cpu) / count;
      producer.interrupt();
      producer.join();
    }
  }

  private static void produce(KronosClient client, Semaphore room) {
    List<Task> batch = Workload.tasks(BATCH);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        room.acquire(BATCH);
        client.enqueueAll(batch);
      }
    } catch (InterruptedException | RuntimeException e) {
      Thread.currentThread().interrupt();
    }
  }
}
