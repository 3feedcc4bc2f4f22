package io.kronosq.bench;

import org.HdrHistogram.Histogram;

/**
 * W5: from before the enqueue to the start of the handler, on an idle server in the same process.
 */
final class Latency implements Scenario {
  private static final int COUNT = 500;
  private static final int WARM_UP = 500;
  private static final int PAUSE_MS = 20;

  @Override
  public String name() {
    return "W5";
  }

  @Override
  public String title() {
    return "enqueue to start of handler, idle, one task every " + PAUSE_MS + " ms";
  }

  @Override
  public Sample run(BenchRedis redis) throws InterruptedException {
    run(redis, WARM_UP, 2);
    double cpu = redis.cpuMicros();
    Sample sample = LatencyRun.sample(run(redis, COUNT, PAUSE_MS));
    double cpuUsed = redis.cpuMicros() - cpu;
    Histogram floor = LatencyFloor.wake(redis, COUNT, PAUSE_MS);
    return sample
        .with("Redis µs/task", cpuUsed / COUNT)
        .with("floor p50 ms", floor.getValueAtPercentile(50) / 1e6)
        .with("floor p99 ms", floor.getValueAtPercentile(99) / 1e6);
  }

  private static Histogram run(BenchRedis redis, int count, int pauseMillis)
      throws InterruptedException {
    return LatencyRun.measure(
        redis,
        count,
        client -> {
          for (int i = 0; i < count; i++) {
            client.enqueue(LatencyRun.stamped(System.nanoTime()));
            Thread.sleep(pauseMillis);
          }
        });
  }
}
