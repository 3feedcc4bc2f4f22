package io.kronosq.bench;

import io.kronosq.task.EnqueueOption;
import java.time.Duration;

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
    return LatencyRun.sample(
        LatencyRun.measure(
            redis,
            COUNT,
            client -> {
              for (int i = 0; i < COUNT; i++) {
                Duration delay = Duration.ofMillis(200 + (i * 37L) % 1800);
                client.enqueue(
                    LatencyRun.stamped(System.nanoTime() + delay.toNanos()),
                    EnqueueOption.delay(delay));
                Thread.sleep(PAUSE_MS);
              }
            }));
  }
}
