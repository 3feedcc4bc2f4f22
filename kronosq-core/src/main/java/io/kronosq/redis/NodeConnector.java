package io.kronosq.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Connects to one server: the one that is named, or the one that sentinels call the master at the
 * time, which are asked at each attempt anew.
 */
final class NodeConnector implements RedisConnector {
  private final RedisURI uri;
  private final String place;
  private final RedisClient client;

  private NodeConnector(RedisURI uri, RedisConfig config, ClientResources resources) {
    this.uri = uri;
    place = config.place();
    client = RedisClient.create(resources);
    client.setOptions(ClientSettings.forNode(config));
  }

  static NodeConnector standalone(RedisConfig.Standalone config, ClientResources resources) {
    return new NodeConnector(ClientUris.of(config), config, resources);
  }

  static NodeConnector sentinel(RedisConfig.Sentinel config, ClientResources resources) {
    return new NodeConnector(ClientUris.of(config), config, resources);
  }

  @Override
  public CompletableFuture<RedisLink> connect() {
    return client
        .connectAsync(ByteArrayCodec.INSTANCE, uri)
        .toCompletableFuture()
        .thenApply(connection -> new Link(connection, place));
  }

  @Override
  public boolean refresh() {
    return false;
  }

  @Override
  public CompletableFuture<Void> shutdown(Duration timeout) {
    return client.shutdownAsync(0, timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private record Link(StatefulRedisConnection<byte[], byte[]> connection, String place)
      implements RedisLink {
    @Override
    public boolean isOpen() {
      return connection.isOpen();
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
      return connection.async();
    }

    @Override
    public CompletableFuture<RedisAsyncCommands<byte[], byte[]>> owner(byte[] key) {
      return CompletableFuture.completedFuture(connection.async());
    }

    @Override
    public CompletableFuture<Map<String, RedisAsyncCommands<byte[], byte[]>>> masters() {
      return CompletableFuture.completedFuture(Map.of(place, connection.async()));
    }

    @Override
    public void close() {
      connection.closeAsync();
    }
  }
}
