package io.kronosq.cdi.runtime;

import io.kronosq.cdi.config.ConfigKeys;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of threads that a factory makes: as many as are needed at a time, which end when they have
 * been idle for a while. The factory is the server's, so the threads are known to it; the pool is
 * ours, so that handlers that block keep nobody else from a thread.
 */
final class HandlerThreads {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerThreads.class);

  /** Handlers, and observers beside them. The engine itself limits how many run. */
  private static final int MOST = ConfigKeys.MAX_CONCURRENCY + 100;

  private static final Duration IDLE = Duration.ofSeconds(30);

  /** After the workers have drained, all that is left is idle, or ignores its interruption. */
  private static final Duration ENDING = Duration.ofSeconds(2);

  private HandlerThreads() {}

  /**
   * Makes a pool.
   *
   * @param factory makes its threads, in the application's context
   */
  static ExecutorService pool(ThreadFactory factory) {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        MOST,
        IDLE.toMillis(),
        TimeUnit.MILLISECONDS,
        new SynchronousQueue<>(),
        action -> named(factory.newThread(action), count));
  }

  /** A factory that has shut down with its application makes no thread. */
  private static @Nullable Thread named(@Nullable Thread thread, AtomicInteger count) {
    if (thread != null) {
      thread.setName("kronosq-handler-" + count.incrementAndGet());
    }
    return thread;
  }

  /** Ends the threads, and waits for that a moment, so that none outlives its application. */
  static void end(ExecutorService pool) {
    pool.shutdownNow();
    try {
      if (!pool.awaitTermination(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "Threads of handlers that ignore their interruption outlive the application, and keep its"
                + " classes in memory until they end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
