package io.kronosq.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/** What the latencies can't go below without leaving Redis out. */
final class LatencyFloor {
  private static final byte[] LIST = "floor:w".getBytes(US_ASCII);
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private LatencyFloor() {}

  /** From before an RPUSH on one connection to the answer of the BLPOP that waits on another. */
  static Histogram wake(BenchRedis redis, int count, int pauseMillis) throws InterruptedException {
    redis.empty();
    Histogram histogram = new Histogram(LONGEST_NANOS, 3);
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<byte[], byte[]> waiting =
        client.connect(ByteArrayCodec.INSTANCE)) {
      CountDownLatch done = new CountDownLatch(count);
      popNext(waiting, histogram, done);
      for (int i = 0; i < count; i++) {
        byte[] stamp = ByteBuffer.allocate(Long.BYTES).putLong(System.nanoTime()).array();
        redis.connection().sync().rpush(LIST, stamp);
        Thread.sleep(pauseMillis);
      }
      done.await();
    } finally {
      client.shutdown();
    }
    return histogram;
  }

  private static void popNext(
      StatefulRedisConnection<byte[], byte[]> waiting, Histogram histogram, CountDownLatch done) {
    waiting
        .async()
        .blpop(0, LIST)
        .thenAccept(
            popped -> {
              histogram.recordValue(
                  System.nanoTime() - ByteBuffer.wrap(popped.getValue()).getLong());
              done.countDown();
              if (done.getCount() > 0) {
                popNext(waiting, histogram, done);
              }
            });
  }

  /** The lateness of the JDK's own timers, with one bare round trip behind each. */
  static Histogram timers(
      BenchRedis redis, int count, int pauseMillis, IntFunction<Duration> delays)
      throws InterruptedException {
    redis.empty();
    Histogram histogram = new Histogram(LONGEST_NANOS, 3);
    CountDownLatch done = new CountDownLatch(count);
    ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    try {
      for (int i = 0; i < count; i++) {
        Duration delay = delays.apply(i);
        long due = System.nanoTime() + delay.toNanos();
        timers.schedule(
            () -> {
              redis.connection().sync().lpop(LIST);
              histogram.recordValue(Math.max(0, System.nanoTime() - due));
              done.countDown();
            },
            delay.toNanos(),
            TimeUnit.NANOSECONDS);
        Thread.sleep(pauseMillis);
      }
      done.await();
    } finally {
      timers.shutdownNow();
    }
    return histogram;
  }
}
