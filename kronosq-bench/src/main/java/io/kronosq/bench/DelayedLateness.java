package io.kronosq.bench;

import io.kronosq.task.EnqueueOption;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** W5, delayed: how late tasks with delays of 200 to 2,000 ms start. */
final class DelayedLateness implements Scenario {
  private static final int COUNT = 500;
  private static final int PAUSE_MS = 4;

  @Override
  public String name() {
    return "W5D";
  }

  @Override
  public String title() {
    return "lateness of delayed tasks";
  }

  @Override
  public Sample run(BenchRedis redis) throws InterruptedException {
    double cpu = redis.cpuMicros();
    Sample sample = LatencyRun.sample(measure(redis));
    double cpuUsed = redis.cpuMicros() - cpu;
    Histogram floor = LatencyFloor.timers(redis, COUNT, PAUSE_MS, DelayedLateness::delay);
    return sample
        .with("Redis µs/task", cpuUsed / COUNT)
        .with("floor p50 ms", floor.getValueAtPercentile(50) / 1e6)
        .with("floor p99 ms", floor.getValueAtPercentile(99) / 1e6);
  }

  private static Histogram measure(BenchRedis redis) throws InterruptedException {
    return LatencyRun.measure(
        redis,
        COUNT,
        client -> {
          for (int i = 0; i < COUNT; i++) {
            Duration delay = delay(i);
            client.enqueue(
                LatencyRun.stamped(System.nanoTime() + delay.toNanos()),
                EnqueueOption.delay(delay));
            Thread.sleep(PAUSE_MS);
          }
        });
  }

  private static Duration delay(int number) {
    return Duration.ofMillis(200 + (number * 37L) % 1800);
  }
}
