package io.kronosq.bench;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.Task;
import io.lettuce.core.RedisFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/** W4: producers and workers together; the backlog is bounded, so that neither side runs away. */
final class ProduceConsume implements Scenario {
  private static final int SECONDS = Integer.getInteger("kronosq.bench.seconds", 30);
  private static final int WARM_UP_SECONDS = 3;
  private static final int CONCURRENCY = Integer.getInteger("kronosq.bench.concurrency", 200);
  private static final int BACKLOG = 20_000;
  private static final int BATCH = 500;
  private static final int FLOOR_SECONDS = 5;
  private static final int FLOOR_BATCHES = 3;

  @Override
  public String name() {
    return "W4";
  }

  @Override
  public String title() {
    return "produce and consume, " + SECONDS + " s";
  }

  @Override
  public Sample run(BenchRedis redis) throws Exception {
    LongAdder done = new LongAdder();
    Semaphore room = new Semaphore(BACKLOG);
    Sample sample;
    try (RedisTaskStore store = RedisTaskStore.open(redis.config());
        KronosClient client = KronosClient.builder(store).build();
        KronosServer server =
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
      double rate = Rates.perSecond(count, start);
      double cpuUsed = redis.cpuMicros() - cpu;
      producer.interrupt();
      producer.join();
      sample = Sample.empty().with("tasks/s", rate).with("Redis µs/task", cpuUsed / count);
    }
    redis.empty();
    double floor = floor(redis);
    return sample.with("floor /s", floor).with("of floor", sample.figure("tasks/s") / floor);
  }

  /**
   * Three batches in, three batches out, over and over, with the answers of one turn awaited in the
   * next.
   */
  private static double floor(BenchRedis redis) throws Exception {
    BareBatches bare = new BareBatches(redis);
    List<RedisFuture<List<byte[]>>> taken = new ArrayList<>();
    long count = 0;
    long start = System.nanoTime();
    long end = start + FLOOR_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < end) {
      List<RedisFuture<List<byte[]>>> before = taken;
      taken = new ArrayList<>();
      for (int i = 0; i < FLOOR_BATCHES; i++) {
        bare.enqueue();
        taken.add(bare.take());
      }
      for (RedisFuture<List<byte[]>> ids : before) {
        bare.finish(ids.get());
        count += ids.get().size();
      }
    }
    return Rates.perSecond(count, start);
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
