package io.kronosq.redis;

import io.kronosq.redis.RedisConfig.Node;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connections to the nodes of a cluster. */
final class ClusterLink implements RedisLink {
  private final StatefulRedisClusterConnection<byte[], byte[]> connection;
  private final Consumer<ClusterLink> closed;

  /**
   * @param closed told when this is closed
   */
  ClusterLink(
      StatefulRedisClusterConnection<byte[], byte[]> connection, Consumer<ClusterLink> closed) {
    this.connection = connection;
    this.closed = closed;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return connection.async();
  }

  @Override
  public CompletableFuture<RedisAsyncCommands<byte[], byte[]>> owner(byte[] key) {
    int slot = SlotHash.getSlot(key);
    RedisClusterNode node = connection.getPartitions().getMasterBySlot(slot);
    return node == null
        ? CompletableFuture.failedFuture(
            new RedisConnectionException("No master has slot " + slot + " now"))
        : connect(node.getUri()).thenApply(StatefulRedisConnection::async);
  }

  @Override
  public CompletableFuture<Map<String, RedisAsyncCommands<byte[], byte[]>>> masters() {
    Map<String, CompletableFuture<@Nullable RedisAsyncCommands<byte[], byte[]>>> connecting =
        new TreeMap<>();
    for (RedisClusterNode node : List.copyOf(connection.getPartitions())) {
      // One without slots has no tasks; it may be a former master that has not heard of its
      // successor.
      if (node.getRole().isUpstream() && !node.hasNoSlots()) {
        RedisURI uri = node.getUri();
        connecting.put(
            new Node(uri.getHost(), uri.getPort()).toString(),
            connect(uri)
                .handle((connected, failure) -> failure == null ? connected.async() : null));
      }
    }
    return CompletableFuture.allOf(connecting.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Map<String, RedisAsyncCommands<byte[], byte[]>> masters = new TreeMap<>();
              connecting.forEach(
                  (address, connected) -> {
                    RedisAsyncCommands<byte[], byte[]> commands = connected.join();
                    if (commands != null) {
                      masters.put(address, commands);
                    }
                  });
              return masters;
            });
  }

  /** By host and port, as the client itself does for slots, so that the connection is the same. */
  private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connect(RedisURI uri) {
    return connection.getConnectionAsync(uri.getHost(), uri.getPort());
  }

  @Override
  public void close() {
    closed.accept(this);
    connection.closeAsync();
  }
}
