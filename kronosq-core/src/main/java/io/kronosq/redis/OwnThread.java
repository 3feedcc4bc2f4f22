package io.kronosq.redis;

import io.kronosq.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Runs what opens and closes the Redis client on a short-lived thread: the client leaves
 * thread-locals on every thread that calls it, and on a thread of the application server's pool
 * they would keep an undeployed application in memory.
 */
final class OwnThread {
  private OwnThread() {}

  /**
   * Runs an action and waits for it.
   *
   * @param name the thread's name
   * @param action what to run; its unchecked exceptions are thrown here
   */
  static <T> T call(String name, Supplier<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(action.get());
              } catch (Throwable t) {
                result.completeExceptionally(t);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new StoreException(
          StoreException.Kind.NOT_CONNECTED, "Interrupted while waiting for Redis", e);
    }
  }
}
