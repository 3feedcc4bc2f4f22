package io.kronosq.redis;

import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A connection to the master, or connections to all masters of a cluster. Used on the loop. */
interface RedisLink {
  /** Whether commands can be sent; for a cluster, each node decides that for itself. */
  boolean isOpen();

  /** Sends each command to the node that has its keys. */
  RedisClusterAsyncCommands<byte[], byte[]> commands();

  /**
   * The node that has a key, to which commands go that must follow each other on one connection. It
   * answers with a redirection once the key moves.
   */
  CompletableFuture<RedisAsyncCommands<byte[], byte[]>> owner(byte[] key);

  /** Each master by its address; those that can't be reached are not told. */
  CompletableFuture<Map<String, RedisAsyncCommands<byte[], byte[]>>> masters();

  /** Closes it; what was sent is not waited for. */
  void close();
}
