package io.kronosq.bench;

import io.kronosq.KronosClient;
import io.kronosq.task.Task;

/**
 * W1: one enqueue after the other, against bare synchronous round trips that write the same bytes.
 */
final class SequentialEnqueue implements Scenario {
  private static final int COUNT = 20_000;
  private static final int WARM_UP = 5_000;

  @Override
  public String name() {
    return "W1";
  }

  @Override
  public String title() {
    return "sequential enqueue";
  }

  @Override
  public Sample run(BenchRedis redis) {
    double floor = floor(redis);
    redis.empty();
    try (KronosClient client = KronosClient.open(redis.config())) {
      enqueue(client, WARM_UP);
      double cpu = redis.cpuMicros();
      long start = System.nanoTime();
      enqueue(client, COUNT);
      double rate = Rates.perSecond(COUNT, start);
      return Sample.empty()
          .with("tasks/s", rate)
          .with("Redis µs/task", (redis.cpuMicros() - cpu) / COUNT)
          .with("floor /s", floor)
          .with("of floor", rate / floor);
    }
  }

  private static void enqueue(KronosClient client, int count) {
    for (int i = 0; i < count; i++) {
      client.enqueue(Task.of(Workload.TYPE, Workload.PAYLOAD));
    }
  }

  private static double floor(BenchRedis redis) {
    byte[] value = new byte[130];
    for (int i = 0; i < WARM_UP; i++) {
      redis.connection().sync().set(Rates.key(i), value);
    }
    long start = System.nanoTime();
    for (int i = 0; i < COUNT; i++) {
      redis.connection().sync().set(Rates.key(i), value);
    }
    return Rates.perSecond(COUNT, start);
  }
}
