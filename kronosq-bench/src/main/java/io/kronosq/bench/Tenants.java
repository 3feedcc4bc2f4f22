package io.kronosq.bench;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.Limits;
import io.kronosq.task.Task;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * L1: four tenants enqueue a task each every few milliseconds, and a fifth one floods the queue.
 * Measured is how late the four's tasks start: alone, beside a flood with a fair cap for each
 * tenant, and beside one without a cap.
 */
final class Tenants implements Scenario {
  private static final int SECONDS = Integer.getInteger("kronosq.bench.seconds", 10);
  private static final int TENANTS = 4;
  private static final int SLOTS = 10;
  private static final int CAP = 2;
  private static final int FLOOD = 30_000;
  private static final long PAUSE_NANOS = 12_500_000;
  private static final long WORK_NANOS = 5_000_000;
  private static final long LONGEST_NANOS = 60_000_000_000L;

  @Override
  public String name() {
    return "L1";
  }

  @Override
  public String title() {
    return "start latency of " + TENANTS + " tenants beside one that floods, " + SLOTS + " slots";
  }

  @Override
  public boolean onDemand() {
    return true;
  }

  @Override
  public Sample run(BenchRedis redis) throws Exception {
    measure(redis, Limits.concurrent(CAP), 0);
    double alone = p99(measure(redis, Limits.concurrent(CAP), 0));
    Histogram capped = measure(redis, Limits.concurrent(CAP), FLOOD);
    Histogram uncapped = measure(redis, Limits.NONE, FLOOD);
    return Sample.empty()
        .with("alone p99 ms", alone)
        .with("flooded p50 ms", capped.getValueAtPercentile(50) / 1e6)
        .with("flooded p99 ms", p99(capped))
        .with("times alone", p99(capped) / alone)
        .with("no cap p99 ms", p99(uncapped));
  }

  private static double p99(Histogram histogram) {
    return histogram.getValueAtPercentile(99) / 1e6;
  }

  private static Histogram measure(BenchRedis redis, Limits ofEachTenant, int flood)
      throws InterruptedException {
    redis.empty();
    Histogram histogram = new Histogram(LONGEST_NANOS, 3);
    try (RedisTaskStore store = RedisTaskStore.open(redis.config());
        KronosClient client = KronosClient.builder(store).build();
        KronosServer server =
            Workload.server(
                store,
                SLOTS,
                task -> {
                  long enqueued = ByteBuffer.wrap(task.payload()).getLong();
                  if (enqueued != 0) {
                    long late = System.nanoTime() - enqueued;
                    synchronized (histogram) {
                      histogram.recordValue(Math.max(0, late));
                    }
                  }
                  LockSupport.parkNanos(WORK_NANOS);
                })) {
      Inspector.of(store).limits(EnqueueOptions.DEFAULT_QUEUE).setEachKey(ofEachTenant);
      for (int i = 0; i < flood; i += 10_000) {
        client.enqueueAll(Workload.tasks(10_000), EnqueueOption.limitKey("flood"));
      }
      server.start();
      TimeUnit.SECONDS.sleep(1);
      long begin = System.nanoTime();
      long end = begin + TimeUnit.SECONDS.toNanos(SECONDS);
      int count = 0;
      for (long next = begin; next < end; next += PAUSE_NANOS) {
        LockSupport.parkNanos(next - System.nanoTime());
        Task task = LatencyRun.stamped(System.nanoTime());
        client.enqueueAsync(task, EnqueueOption.limitKey("tenant-" + count++ % TENANTS));
      }
      TimeUnit.SECONDS.sleep(1);
    }
    return histogram;
  }
}
