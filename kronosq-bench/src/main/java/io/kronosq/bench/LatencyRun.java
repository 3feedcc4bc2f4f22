package io.kronosq.bench;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.Task;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * Measures, for each task of a load, the time from the stamp in its payload to the start of its
 * handler.
 */
final class LatencyRun {
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private LatencyRun() {}

  /** Enqueues tasks made by {@link #stamped}. */
  interface Load {
    void produce(KronosClient client) throws InterruptedException;
  }

  static Histogram measure(BenchRedis redis, int count, Load load) throws InterruptedException {
    redis.empty();
    Histogram histogram = new Histogram(LONGEST_NANOS, 3);
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

  static Task stamped(long nanos) {
    return Task.of(
        Workload.TYPE, ByteBuffer.allocate(Workload.PAYLOAD.length).putLong(nanos).array());
  }

  static Sample sample(Histogram histogram) {
    return Sample.empty()
        .with("p50 ms", histogram.getValueAtPercentile(50) / 1e6)
        .with("p99 ms", histogram.getValueAtPercentile(99) / 1e6)
        .with("max ms", histogram.getMaxValue() / 1e6);
  }
}
