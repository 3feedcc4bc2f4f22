package io.kronosq.redis;

import io.kronosq.store.Loop;
import io.kronosq.store.StoreException;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The I/O thread of the Redis client as a loop. */
final class RedisLoop implements Loop {
  private final EventExecutor thread;

  RedisLoop(EventExecutor thread) {
    this.thread = thread;
  }

  @Override
  public void execute(Runnable action) {
    try {
      thread.execute(action);
    } catch (RejectedExecutionException e) {
      throw closed(e);
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable action) {
    try {
      Future<?> scheduled = thread.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    } catch (RejectedExecutionException e) {
      throw closed(e);
    }
  }

  @Override
  public boolean inLoop() {
    return thread.inEventLoop();
  }

  private static StoreException closed(RejectedExecutionException cause) {
    return new StoreException(
        StoreException.Kind.CLOSED, "The connection to Redis was closed by its owner", cause);
  }
}
