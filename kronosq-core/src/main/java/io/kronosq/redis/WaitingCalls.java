package io.kronosq.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Sends commands that wait, each on a connection of its own kind. */
final class WaitingCalls {
  private final RedisConnections connections;
  private final RedisCalls calls;

  WaitingCalls(RedisConnections connections, RedisCalls calls) {
    this.connections = connections;
    this.calls = calls;
  }

  /**
   * Sends a command.
   *
   * @param link names the connection, which is opened when it is first asked for
   * @param key the command's key
   */
  <T> CompletableFuture<T> send(
      String link,
      byte[] key,
      Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    connections
        .waiting(link)
        // Not until the owner is connected, since a cluster rejects commands for it before.
        .thenCompose(opened -> opened.owner(key).thenApply(owner -> opened))
        .whenComplete(
            (opened, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(
                    RedisErrors.notConnected(connections.place(), failure));
              } else if (!opened.isOpen()) {
                answer.completeExceptionally(RedisErrors.notConnected(connections.place(), null));
              } else {
                calls.deliver(command.apply(opened.commands()), answer);
              }
            });
    return answer;
  }
}
