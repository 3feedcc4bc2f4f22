package io.kronosq;

import io.kronosq.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers of the store, where callers want to wait. */
final class Answers {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Answers() {}

  static <T> T await(CompletionStage<T> call) {
    try {
      return call.toCompletableFuture().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw new StoreException(
          StoreException.Kind.UNANSWERED, "The store failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new StoreException(
          StoreException.Kind.UNANSWERED, "The store did not answer within " + TIMEOUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          StoreException.Kind.UNANSWERED, "Interrupted while waiting for the store", e);
    }
  }
}
