package io.kronosq.bench;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * W5: from before the enqueue to the start of the handler, on an idle server; and how late delayed
 * tasks start.
 */
final class Latency implements Scenario {
  private static final int COUNT = 500;
  private static final int WARM_UP = 200;
  private static final int PAUSE_MS = 20;

  @Override
  public String name() {
    return "W5";
  }

  @Override
  public String title() {
    return "latency, one task every " + PAUSE_MS + " ms; lateness of delayed tasks";
  }

  @Override
  public Sample run(BenchRedis redis) throws Exception {
    idle(redis, WARM_UP);
    Histogram idle = idle(redis, COUNT);
    Histogram delayed = delayed(redis);
    return Sample.empty()
        .with("p50 ms", millis(idle, 50))
        .with("p99 ms", millis(idle, 99))
        .with("max ms", millis(idle, 100))
        .with("delayed p50 ms", millis(delayed, 50))
        .with("delayed p99 ms", millis(delayed, 99));
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e6;
  }

  private static Histogram idle(BenchRedis redis, int count) throws Exception {
    return measure(
        redis,
        count,
        client -> {
          for (int i = 0; i < count; i++) {
            client.enqueue(stamped(System.nanoTime()));
            Thread.sleep(PAUSE_MS);
          }
        });
  }

  private static Histogram delayed(BenchRedis redis) throws Exception {
    return measure(
        redis,
        COUNT,
        client -> {
          for (int i = 0; i < COUNT; i++) {
            Duration delay = Duration.ofMillis(200 + (i * 37L) % 1800);
            client.enqueue(
                stamped(System.nanoTime() + delay.toNanos()), EnqueueOption.delay(delay));
            Thread.sleep(4);
          }
        });
  }

  private interface Load {
    void produce(KronosClient client) throws InterruptedException;
  }

  /** Records, for each task, the time from its stamp to the start of its handler. */
  private static Histogram measure(BenchRedis redis, int count, Load load) throws Exception {
    redis.empty();
    Histogram histogram = new Histogram(60_000_000_000L, 3);
    CountDownLatch done = new CountDownLatch(count);
    try (RedisTaskStore store = RedisTaskStore.open(redis.config());
        KronosClient client = KronosClient.builder(store).build();
        KronosServer server =
            Workload.server(
                store,
                10,
                task -> {
                  long late = System.nanoTime() - ByteBuffer.wrap(task.payload()).getLong();
                  synchronized (histogram) {
                    histogram.recordValue(Math.max(0, late));
                  }
                  done.countDown();
                })) {
      server.start();
      load.produce(client);
      done.await();
    }
    return histogram;
  }

  private static Task stamped(long nanos) {
    return Task.of(Workload.TYPE, ByteBuffer.allocate(100).putLong(nanos).array());
  }
}
