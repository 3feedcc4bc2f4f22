package io.kronosq.bench;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.Aggregation;
import io.kronosq.task.EnqueueOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * G1: tasks of a group are enqueued in bulk, and then processed in batches of a hundred; the same
 * tasks without a group are beside it.
 */
final class GroupedTasks implements Scenario {
  private static final int COUNT = 100_000;
  private static final int BATCH = 100;
  private static final int CONCURRENCY = Integer.getInteger("kronosq.bench.concurrency", 200);
  private static final EnqueueOption GROUP =
      EnqueueOption.group("g", new Aggregation(BATCH, Duration.ofHours(1), Duration.ofHours(1)));

  @Override
  public String name() {
    return "G1";
  }

  @Override
  public String title() {
    return COUNT + " tasks in batches of " + BATCH + ", and one by one";
  }

  @Override
  public boolean onDemand() {
    return true;
  }

  @Override
  public Sample run(BenchRedis redis) throws Exception {
    fillAndDrain(redis, EnqueueOption.ungrouped());
    fillAndDrain(redis, GROUP);
    Life alone = fillAndDrain(redis, EnqueueOption.ungrouped());
    Life grouped = fillAndDrain(redis, GROUP);
    return Sample.empty()
        .with("enqueue /s", grouped.enqueued())
        .with("drain /s", grouped.drained())
        .with("enqueue µs/task", grouped.enqueueMicros())
        .with("drain µs/task", grouped.drainMicros())
        .with("alone enq. /s", alone.enqueued())
        .with("alone drain /s", alone.drained())
        .with("alone enq. µs", alone.enqueueMicros())
        .with("alone drain µs", alone.drainMicros());
  }

  /**
   * What the life of the tasks took.
   *
   * @param enqueued tasks a second
   * @param drained tasks a second
   * @param enqueueMicros Redis CPU, µs a task
   * @param drainMicros Redis CPU, µs a task
   */
  private record Life(double enqueued, double drained, double enqueueMicros, double drainMicros) {}

  private static Life fillAndDrain(BenchRedis redis, EnqueueOption option) throws Exception {
    redis.empty();
    try (RedisTaskStore store = RedisTaskStore.open(redis.config());
        KronosClient client = KronosClient.builder(store).build()) {
      double cpuBefore = redis.cpuMicros();
      long fill = System.nanoTime();
      for (int i = 0; i < COUNT; i += 10_000) {
        client.enqueueAll(Workload.tasks(10_000), option);
      }
      double enqueued = Rates.perSecond(COUNT, fill);
      double cpuFilled = redis.cpuMicros();
      AtomicInteger left = new AtomicInteger(COUNT);
      CountDownLatch done = new CountDownLatch(1);
      KronosServer server =
          Workload.server(
              store,
              CONCURRENCY,
              task -> {
                if (left.addAndGet(-task.batch().size()) == 0) {
                  done.countDown();
                }
              });
      long drain = System.nanoTime();
      server.start();
      done.await();
      double drained = Rates.perSecond(COUNT, drain);
      server.stop();
      return new Life(
          enqueued,
          drained,
          (cpuFilled - cpuBefore) / COUNT,
          (redis.cpuMicros() - cpuFilled) / COUNT);
    }
  }
}
