package io.kronosq.microprofile.health;

import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.store.TaskStore;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the application's store when its health is asked for and nobody has used it yet, and
 * watches its Redis from then on. An attempt that failed is repeated with the next question.
 */
final class StoreWatch implements AutoCloseable {
  private final KronosLifecycle lifecycle;
  private final TimeSource time;

  // Guarded by this.
  private @Nullable CompletableFuture<RedisWatch> opening;
  private boolean closed;

  StoreWatch(KronosLifecycle lifecycle, TimeSource time) {
    this.lifecycle = lifecycle;
    this.time = time;
  }

  /**
   * What is known of Redis.
   *
   * @param atMost how long the very first answer is waited for
   */
  RedisWatch.View view(Duration atMost) {
    CompletableFuture<RedisWatch> watch = open();
    try {
      return watch.get(atMost.toMillis(), TimeUnit.MILLISECONDS).view(atMost);
    } catch (ExecutionException e) {
      Throwable refusal = e.getCause();
      return new RedisWatch.View(
          null, Duration.ZERO, refusal == null ? e.toString() : refusal.getMessage());
    } catch (TimeoutException e) {
      return new RedisWatch.View(null, atMost, "The connection is being opened");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new RedisWatch.View(null, Duration.ZERO, "Interrupted while connecting");
    }
  }

  private synchronized CompletableFuture<RedisWatch> open() {
    CompletableFuture<RedisWatch> known = opening;
    if (known == null || known.isCompletedExceptionally()) {
      known = new CompletableFuture<>();
      opening = known;
      openInto(known);
    }
    return known;
  }

  /** Not on the caller's thread, which would wait for a Redis that does not answer. */
  private void openInto(CompletableFuture<RedisWatch> opened) {
    Thread opener = new Thread(() -> openNow(opened), "kronosq-health-open");
    opener.setDaemon(true);
    opener.setContextClassLoader(getClass().getClassLoader());
    opener.start();
  }

  private void openNow(CompletableFuture<RedisWatch> opened) {
    try {
      TaskStore store = lifecycle.store();
      RedisWatch watch = RedisWatch.start(store, time);
      opened.complete(watch);
      closeIfLate(watch);
    } catch (RuntimeException | Error e) {
      opened.completeExceptionally(e);
    }
  }

  private synchronized void closeIfLate(RedisWatch watch) {
    if (closed) {
      watch.close();
    }
  }

  /** Watches no more. */
  @Override
  public synchronized void close() {
    closed = true;
    if (opening != null && opening.isDone() && !opening.isCompletedExceptionally()) {
      opening.join().close();
    }
  }
}
