package io.kronosq.bench;

import io.kronosq.KronosClient;

/** W6: what a pending task of 100 bytes of payload takes in Redis. */
final class Memory implements Scenario {
  private static final int COUNT = 100_000;

  @Override
  public String name() {
    return "W6";
  }

  @Override
  public String title() {
    return "Redis memory of " + COUNT + " pending tasks";
  }

  @Override
  public Sample run(BenchRedis redis) throws Exception {
    double floor = floor(redis);
    redis.empty();
    try (KronosClient client = KronosClient.open(redis.config())) {
      Workload.fill(client, 1);
      long before = redis.usedMemory();
      Workload.fill(client, COUNT);
      return Sample.empty()
          .with("bytes/task", (redis.usedMemory() - before) / (double) COUNT)
          .with("floor bytes", floor);
    }
  }

  /** The same ids and payloads, without an envelope. */
  private static double floor(BenchRedis redis) throws Exception {
    BareBatches bare = new BareBatches(redis, Workload.PAYLOAD.length);
    bare.enqueue().get();
    long before = redis.usedMemory();
    for (int i = 0; i < COUNT; i += BareBatches.SIZE) {
      bare.enqueue().get();
    }
    return (redis.usedMemory() - before) / (double) COUNT;
  }
}
