package io.kronosq.bench;

import io.kronosq.KronosClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** W2: bulk enqueue, against bare pipelined HSET and RPUSH of 50 tasks each. */
@SuppressWarnings("ArrayAsKeyOfSetOrMap")
final class BulkEnqueue implements Scenario {
  private static final int COUNT = 200_000;
  private static final int WARM_UP = 100_000;
  private static final int FLOOR_BATCH = 50;

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
    RedisAsyncCommands<byte[], byte[]> commands = redis.connection().async();
    byte[] tasks = "floor:m".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] pending = "floor:p".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] value = new byte[130];
    List<RedisFuture<?>> running = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < count; i += FLOOR_BATCH) {
      Map<byte[], byte[]> fields = new HashMap<>();
      byte[][] ids = new byte[FLOOR_BATCH][];
      for (int j = 0; j < FLOOR_BATCH; j++) {
        ids[j] = Rates.key(i + j);
        fields.put(ids[j], value);
      }
      running.add(commands.hset(tasks, fields));
      running.add(commands.rpush(pending, ids));
      if (running.size() >= 64) {
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
