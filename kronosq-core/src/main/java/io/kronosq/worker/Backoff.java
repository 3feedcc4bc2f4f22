package io.kronosq.worker;

import io.kronosq.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long a partition leaves the store alone after a failure. On the loop only. */
final class Backoff {
  /** The first wait, and every wait for a connection. */
  static final Duration SHORTEST = Duration.ofMillis(50);

  static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Backoff.class);

  private final String partition;
  private Duration next = SHORTEST;
  private boolean disconnected;

  Backoff(String partition) {
    this.partition = partition;
  }

  /** The store has answered. */
  void reset() {
    next = SHORTEST;
    disconnected = false;
  }

  /** The wait after a failure. */
  Duration after(@Nullable Throwable failure) {
    String why = String.valueOf(cause(failure));
    if (kind(failure) == StoreException.Kind.NOT_CONNECTED) {
      // The connection comes back by itself, and to look for it costs Redis nothing.
      if (!disconnected) {
        LOG.warn("Queue {} waits for the connection, then goes on: {}", partition, why);
      }
      disconnected = true;
      return SHORTEST;
    }
    Duration wait = next;
    LOG.warn("Queue {} waits {} ms, then goes on: {}", partition, wait.toMillis(), why);
    Duration doubled = wait.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return wait;
  }

  /** The failure of a call, or null when it is none of the store's own. */
  static @Nullable StoreException storeFailure(@Nullable Throwable failure) {
    return cause(failure) instanceof StoreException known ? known : null;
  }

  static StoreException.Kind kind(@Nullable Throwable failure) {
    return cause(failure) instanceof StoreException known
        ? known.kind()
        : StoreException.Kind.UNANSWERED;
  }

  private static @Nullable Throwable cause(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
