package io.kronosq.notify;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** At most two daemon threads: one sends, one watches it. They end when nothing is to be done. */
final class OwnThreads implements Executor, Timer, AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final ScheduledThreadPoolExecutor threads;

  OwnThreads(String name) {
    threads =
        new ScheduledThreadPoolExecutor(
            2,
            action -> {
              Thread thread = new Thread(action, "kronosq-notify-" + name);
              thread.setDaemon(true);
              return thread;
            });
    threads.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable action) {
    threads.execute(action);
  }

  @Override
  public void schedule(Duration delay, Runnable action) {
    threads.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
