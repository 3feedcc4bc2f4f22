package io.kronosq.bench;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.redis.RedisTaskStore;
import io.lettuce.core.RedisFuture;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * W3: a backlog of no-op tasks is worked off, from the start of the server until the last handler
 * ran.
 */
final class Drain implements Scenario {
  private static final int COUNT = 100_000;
  private static final int CONCURRENCY = Integer.getInteger("kronosq.bench.concurrency", 200);

  @Override
  public String name() {
    return "W3";
  }

  @Override
  public String title() {
    return "drain " + COUNT + " no-op tasks, concurrency " + CONCURRENCY;
  }

  @Override
  public Sample run(BenchRedis redis) throws Exception {
    drain(redis);
    redis.empty();
    double floor = floor(redis);
    redis.empty();
    return drain(redis).with("floor /s", floor);
  }

  private static double floor(BenchRedis redis) throws Exception {
    BareBatches bare = new BareBatches(redis);
    for (int i = 0; i < COUNT; i += BareBatches.SIZE) {
      bare.enqueue().get();
    }
    long start = System.nanoTime();
    RedisFuture<List<byte[]>> next = bare.take();
    for (int taken = 0; taken < COUNT; taken += BareBatches.SIZE) {
      List<byte[]> ids = next.get();
      // The next claim is under way while this one is worked on.
      next = bare.take();
      RedisFuture<Long> finished = bare.finish(ids);
      if (taken + BareBatches.SIZE >= COUNT) {
        finished.get();
      }
    }
    return Rates.perSecond(COUNT, start);
  }

  private static Sample drain(BenchRedis redis) throws Exception {
    try (RedisTaskStore store = RedisTaskStore.open(redis.config());
        KronosClient client = KronosClient.builder(store).build()) {
      double cpuBefore = redis.cpuMicros();
      Workload.fill(client, COUNT);
      double cpuFilled = redis.cpuMicros();
      AtomicInteger left = new AtomicInteger(COUNT);
      CountDownLatch done = new CountDownLatch(1);
      KronosServer server =
          Workload.server(
              store,
              CONCURRENCY,
              task -> {
                if (left.decrementAndGet() == 0) {
                  done.countDown();
                }
              });
      long start = System.nanoTime();
      server.start();
      done.await();
      double rate = Rates.perSecond(COUNT, start);
      server.stop();
      double cpu = redis.cpuMicros();
      return Sample.empty()
          .with("tasks/s", rate)
          .with("Redis µs/task", (cpu - cpuFilled) / COUNT)
          .with("Redis µs/life", (cpu - cpuBefore) / COUNT);
    }
  }
}
