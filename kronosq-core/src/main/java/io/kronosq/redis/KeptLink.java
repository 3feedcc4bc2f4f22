package io.kronosq.redis;

import io.kronosq.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A link that is opened until that succeeds, and opened again when it has to be replaced. */
final class KeptLink {
  private static final Duration RETRY = Duration.ofMillis(500);

  private final Supplier<CompletableFuture<RedisLink>> opener;
  private final RedisLoop loop;
  private final String place;
  private volatile @Nullable RedisLink link;
  private volatile @Nullable Throwable lastFailure;
  private volatile boolean closed;
  private boolean opening;

  /**
   * @param opener opens one link; called on the loop
   * @param loop where all but {@link #current} happens
   * @param place where Redis is, for messages
   */
  KeptLink(Supplier<CompletableFuture<RedisLink>> opener, RedisLoop loop, String place) {
    this.opener = opener;
    this.loop = loop;
    this.place = place;
  }

  /**
   * Opens the link. A failed attempt is repeated in the background, but completes this all the
   * same.
   *
   * <p>On the loop, since elsewhere the client may miss how the handshake ended, and call a refused
   * login a broken connection.
   */
  CompletableFuture<?> open() {
    return CompletableFuture.supplyAsync(this::attempt, loop).thenCompose(opened -> opened);
  }

  private CompletableFuture<?> attempt() {
    if (opening || closed) {
      return CompletableFuture.completedFuture(null);
    }
    opening = true;
    return opener
        .get()
        .whenCompleteAsync(
            (opened, failure) -> {
              opening = false;
              if (failure == null) {
                lastFailure = null;
                link = opened;
              } else {
                lastFailure = failure;
                if (!closed) {
                  loop.schedule(RETRY, this::attempt);
                }
              }
            },
            loop);
  }

  /** Opens the link if nobody has yet. On the loop. */
  void openOnce() {
    if (link == null) {
      attempt();
    }
  }

  /** Closes the link and opens another one. */
  void replace() {
    RedisLink old = link;
    if (old != null) {
      link = null;
      old.close();
      attempt();
    }
  }

  /**
   * The link.
   *
   * @throws StoreException of kind NOT_CONNECTED when there is none right now, CLOSED when there
   *     will be none
   */
  RedisLink current() {
    RedisLink current = link;
    if (current == null || !current.isOpen()) {
      throw closed
          ? new StoreException(
              StoreException.Kind.CLOSED,
              "The connection to Redis at " + place + " was closed",
              null)
          : RedisErrors.notConnected(place, lastFailure);
    }
    return current;
  }

  /** Ends the attempts. The link itself is closed with its client. */
  void close() {
    closed = true;
    link = null;
  }
}
