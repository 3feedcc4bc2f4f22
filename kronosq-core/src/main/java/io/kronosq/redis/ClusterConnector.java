package io.kronosq.redis;

import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;

/** Connects to the nodes of a cluster, and follows its slots. */
final class ClusterConnector implements RedisConnector {
  private final RedisClusterClient client;
  private final RedisLoop loop;
  private final Disposable changes;
  private final Set<ClusterLink> links = ConcurrentHashMap.newKeySet();

  ClusterConnector(RedisConfig.Cluster config, ClientResources resources, RedisLoop loop) {
    this.loop = loop;
    client = RedisClusterClient.create(resources, ClientUris.of(config));
    client.setOptions(ClientSettings.forCluster(config));
    changes =
        resources
            .eventBus()
            .get()
            .filter(ClusterTopologyChangedEvent.class::isInstance)
            .subscribe(changed -> loop.execute(() -> links.forEach(ClusterLink::masters)));
  }

  @Override
  public CompletableFuture<RedisLink> connect() {
    return client
        .refreshPartitionsAsync()
        .thenComposeAsync(known -> client.connectAsync(ByteArrayCodec.INSTANCE), loop)
        .thenComposeAsync(connection -> ready(new ClusterLink(connection, links::remove)), loop)
        .toCompletableFuture();
  }

  /**
   * A command for a node that is not connected yet is rejected, so all are connected beforehand.
   */
  private CompletableFuture<RedisLink> ready(ClusterLink link) {
    links.add(link);
    return link.masters().thenApply(connected -> link);
  }

  @Override
  public boolean refresh() {
    client.refreshPartitionsAsync();
    return true;
  }

  @Override
  public CompletableFuture<Void> shutdown(Duration timeout) {
    changes.dispose();
    return client.shutdownAsync(0, timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
