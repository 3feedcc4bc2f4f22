package io.kronosq.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * How long calls took.
 *
 * @param nanos of each, ascending
 */
record Latencies(List<Long> nanos) {
  private static final int CLIENTS = 4;
  private static final int INTERVAL_MILLIS = 20;

  /**
   * Has four clients call, each every 20 ms unless a call takes longer.
   *
   * @param lasting how long
   * @param call what they call; its failure is thrown
   */
  static Latencies measure(Duration lasting, Callable<?> call) throws Exception {
    ConcurrentLinkedQueue<Long> taken = new ConcurrentLinkedQueue<>();
    ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
    try {
      List<ScheduledFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        calls.add(
            clients.scheduleWithFixedDelay(
                () -> taken.add(time(call)), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
      }
      awaitEndOrFailure(calls.get(0), lasting);
      clients.shutdown();
      if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
        throw new TimeoutException("A call took more than a minute");
      }
      for (ScheduledFuture<?> ended : calls) {
        if (!ended.isCancelled()) {
          ended.get();
        }
      }
    } finally {
      clients.shutdownNow();
    }
    return new Latencies(taken.stream().sorted().toList());
  }

  private static void awaitEndOrFailure(ScheduledFuture<?> calls, Duration lasting)
      throws InterruptedException, ExecutionException {
    try {
      calls.get(lasting.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The time is over, and no call has failed.
      return;
    }
  }

  private static long time(Callable<?> call) {
    long start = System.nanoTime();
    try {
      call.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return System.nanoTime() - start;
  }

  /** These and others. */
  Latencies and(Latencies others) {
    return new Latencies(Stream.concat(nanos.stream(), others.nanos().stream()).sorted().toList());
  }

  /** That which so many of a hundred did not exceed. */
  Duration percentile(int percent) {
    int index = (nanos.size() * percent + 99) / 100 - 1;
    return Duration.ofNanos(nanos.get(index));
  }

  @Override
  public String toString() {
    return "%d calls, p50 %.1f ms, p99 %.1f ms, longest %.1f ms"
        .formatted(
            nanos.size(),
            percentile(50).toNanos() / 1e6,
            percentile(99).toNanos() / 1e6,
            percentile(100).toNanos() / 1e6);
  }
}
