package io.kronosq.redis;

import io.kronosq.store.Encounter;
import io.kronosq.store.StoreException;
import io.kronosq.store.StoreException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Says what is known of an enqueue that took several calls. */
final class PartialFailure {
  private PartialFailure() {}

  /**
   * The encounters of all parts. Where a part fails, the whole fails the same way only if all parts
   * do; otherwise some tasks may be stored, and nobody may take them for unwritten.
   */
  static CompletableFuture<Map<Integer, Encounter>> combine(
      List<CompletableFuture<Map<Integer, Encounter>>> parts) {
    CompletableFuture<Map<Integer, Encounter>> whole = new CompletableFuture<>();
    CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                Map<Integer, Encounter> encounters = new HashMap<>();
                parts.forEach(part -> encounters.putAll(part.join()));
                whole.complete(encounters);
              } else {
                whole.completeExceptionally(summary(failure, parts));
              }
            });
    return whole;
  }

  private static StoreException summary(
      Throwable failure, List<CompletableFuture<Map<Integer, Encounter>>> parts) {
    Throwable cause = cause(failure);
    if (cause instanceof StoreException first
        && parts.stream().allMatch(part -> failedWith(first.kind(), part))) {
      return first;
    }
    return new StoreException(
        Kind.UNANSWERED, "A part of the tasks may be stored: " + cause.getMessage(), cause);
  }

  /** Whether a part failed because the partition is closed to its tasks. */
  static boolean isMoved(Throwable failure) {
    return cause(failure) instanceof StoreException known && known.kind() == Kind.MOVED;
  }

  private static boolean failedWith(Kind kind, CompletableFuture<?> part) {
    return part.isCompletedExceptionally()
        && part.handle((value, failure) -> cause(failure)).join() instanceof StoreException known
        && known.kind() == kind;
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
