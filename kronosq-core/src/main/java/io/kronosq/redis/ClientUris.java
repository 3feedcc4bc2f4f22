package io.kronosq.redis;

import io.kronosq.redis.RedisConfig.Access;
import io.kronosq.redis.RedisConfig.Credentials;
import io.kronosq.redis.RedisConfig.Node;
import io.kronosq.redis.RedisConfig.Sentinels;
import io.kronosq.redis.RedisConfig.Tls;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where Redis is, in the words of the Redis client. */
final class ClientUris {
  /** How long connecting may take, and each question of the handshake. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private ClientUris() {}

  static RedisURI of(RedisConfig.Standalone config) {
    RedisURI uri = reached(new Node(config.host(), config.port()), config.access());
    uri.setDatabase(config.database());
    return uri;
  }

  static RedisURI of(RedisConfig.Sentinel config) {
    RedisURI master = new RedisURI();
    apply(master, config.credentials(), config.tls());
    master.setDatabase(config.database());
    master.setSentinelMasterId(config.master());
    // Behind the master's own settings, since the client hands those on to sentinels it knows.
    Sentinels sentinels = config.sentinels();
    for (Node node : sentinels.nodes()) {
      RedisURI sentinel = at(node);
      apply(sentinel, sentinels.credentials(), sentinels.tls());
      master.getSentinels().add(sentinel);
    }
    return master;
  }

  static List<RedisURI> of(RedisConfig.Cluster config) {
    return config.nodes().stream().map(node -> reached(node, config.access())).toList();
  }

  private static RedisURI reached(Node node, Access access) {
    RedisURI uri = at(node);
    apply(uri, access.credentials(), access.tls());
    return uri;
  }

  private static RedisURI at(Node node) {
    RedisURI uri = new RedisURI();
    uri.setHost(node.host());
    uri.setPort(node.port());
    return uri;
  }

  private static void apply(RedisURI uri, @Nullable Credentials credentials, @Nullable Tls tls) {
    uri.setClientName("kronosq");
    uri.setTimeout(CONNECT_TIMEOUT);
    uri.setSsl(tls != null);
    if (credentials != null) {
      // The client's own provider resolves on a thread of the common pool.
      uri.setCredentialsProvider(
          new StaticCredentialsProvider(credentials.user(), credentials.password().toCharArray()));
    }
  }
}
