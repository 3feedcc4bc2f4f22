package io.kronosq.admin.live;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that send to browsers, and the one that looks after them. Few send where that does
 * not wait; where it does, as on Open Liberty, a browser that reads nothing holds one for as long
 * as a minute, and others take its place. None is there while no browser is.
 */
final class LiveThreads implements Executor, AutoCloseable {
  private static final int SENDERS = 2;

  /** Each browser may hold one. */
  private static final int MOST_SENDERS = SENDERS + LiveStreams.MOST_STREAMS;

  private static final Duration IDLE = Duration.ofSeconds(10);

  private final ThreadPoolExecutor senders;
  private final ScheduledThreadPoolExecutor clock;

  /**
   * @param factory makes the threads
   */
  LiveThreads(ThreadFactory factory) {
    senders =
        new ThreadPoolExecutor(
            SENDERS,
            SENDERS,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            named("kronosq-live-", factory));
    senders.allowCoreThreadTimeOut(true);
    clock = new ScheduledThreadPoolExecutor(1, named("kronosq-live-clock-", factory));
    clock.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
    clock.allowCoreThreadTimeOut(true);
    clock.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory named(String name, ThreadFactory factory) {
    AtomicInteger count = new AtomicInteger();
    return action -> {
      // One of an application that has stopped makes none.
      @Nullable Thread thread = factory.newThread(action);
      if (thread != null) {
        thread.setName(name + count.incrementAndGet());
      }
      return thread;
    };
  }

  /** Has a thread run an action that may wait for a browser. */
  @Override
  public void execute(Runnable action) {
    senders.execute(action);
  }

  /**
   * Runs an action from time to time.
   *
   * @param action must not wait
   */
  ScheduledFuture<?> each(Duration interval, Runnable action) {
    return clock.scheduleWithFixedDelay(
        action, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Adapts to how many threads browsers hold. Twice as many are added, since those that take their
   * place may be held next.
   *
   * @param held how many
   */
  void replace(int held) {
    int size = Math.min(MOST_SENDERS, SENDERS + 2 * held);
    if (size > senders.getCorePoolSize()) {
      senders.setMaximumPoolSize(size);
      senders.setCorePoolSize(size);
    } else if (size < senders.getCorePoolSize()) {
      senders.setCorePoolSize(size);
      senders.setMaximumPoolSize(size);
    }
  }

  /** Ends the threads; those that a browser holds end when the server gives that up. */
  @Override
  public void close() {
    clock.shutdownNow();
    senders.shutdownNow();
  }
}
