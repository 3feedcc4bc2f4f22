package io.kronosq.bench;

import io.kronosq.KronosClient;
import io.lettuce.core.RedisFuture;
import java.util.ArrayList;
import java.util.List;

/** W2: bulk enqueue, against bare pipelined HSET and RPUSH of 50 tasks each. */
final class BulkEnqueue implements Scenario {
  private static final int COUNT = 200_000;
  private static final int WARM_UP = 100_000;
  private static final int FLOOR_WINDOW = 32;

  @Override
  public String name() {
    return "W2";
  }

  @Override
  public String title() {
    return "bulk enqueue";
  }

  @Override
  public Sample run(BenchRedis redis) throws Exception {
    floor(redis, WARM_UP);
    redis.empty();
    double floor = floor(redis, COUNT);
    redis.empty();
    try (KronosClient client = KronosClient.open(redis.config())) {
      Workload.fill(client, WARM_UP);
      redis.empty();
      double cpu = redis.cpuMicros();
      long start = System.nanoTime();
      Workload.fill(client, COUNT);
      double rate = Rates.perSecond(COUNT, start);
      return Sample.empty()
          .with("tasks/s", rate)
          .with("Redis µs/task", (redis.cpuMicros() - cpu) / COUNT)
          .with("floor /s", floor)
          .with("of floor", rate / floor);
    }
  }

  private static double floor(BenchRedis redis, int count) throws Exception {
    BareBatches bare = new BareBatches(redis);
    List<RedisFuture<?>> running = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < count; i += BareBatches.SIZE) {
      running.add(bare.enqueue());
      if (running.size() >= FLOOR_WINDOW) {
        drain(running);
      }
    }
    drain(running);
    return Rates.perSecond(count, start);
  }

  private static void drain(List<RedisFuture<?>> running) throws Exception {
    for (RedisFuture<?> future : running) {
      future.get();
    }
    running.clear();
  }
}
