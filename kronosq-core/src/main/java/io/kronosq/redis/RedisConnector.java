package io.kronosq.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Opens links to one kind of Redis. Used on the loop. */
interface RedisConnector {
  /** Opens a link, which comes back by itself when it breaks. */
  CompletableFuture<RedisLink> connect();

  /**
   * Has open links find out who the master is, after a node said that it is none.
   *
   * @return whether they can; otherwise they have to be opened again
   */
  boolean refresh();

  /** Ends all links. */
  CompletableFuture<Void> shutdown(Duration timeout);
}
