package io.kronosq.store;

import io.kronosq.task.KronosException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers of the store, on threads other than its loop. */
public final class Answers {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Answers() {}

  /**
   * Waits for an answer, 10 s at most.
   *
   * @param call a call that is under way
   * @return its answer
   * @throws StoreException when the store fails, or does not answer in time
   * @throws KronosException when the call was refused for another reason
   */
  public static <T> T await(CompletionStage<T> call) {
    try {
      return call.toCompletableFuture().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KronosException failure) {
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
