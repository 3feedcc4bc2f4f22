package io.kronosq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.protocol.RedisCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the Redis client behaves: it rejects while disconnected, and sends nothing twice. */
final class ClientSettings {
  /** How long a blocking command may take beyond the time it blocks for. */
  static final Duration LONGEST_BLOCK = Duration.ofSeconds(10);

  /** How often the nodes of a cluster are asked for its slots when nothing gives a reason to. */
  private static final Duration PERIODIC_REFRESH = Duration.ofSeconds(15);

  /** How often at most, whatever reasons there are. */
  private static final Duration REFRESH_AT_MOST_EVERY = Duration.ofMillis(500);

  private ClientSettings() {}

  static ClientOptions forNode(RedisConfig config) {
    return common(config).build();
  }

  static ClusterClientOptions forCluster(RedisConfig.Cluster config) {
    return ClusterClientOptions.builder(common(config).build())
        .topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(PERIODIC_REFRESH)
                .adaptiveRefreshTriggersTimeout(REFRESH_AT_MOST_EVERY)
                .refreshTriggersReconnectAttempts(1)
                .closeStaleConnections(true)
                .build())
        .build();
  }

  private static ClientOptions.Builder common(RedisConfig config) {
    return ClientOptions.builder()
        .sslOptions(sslOptions(config))
        .autoReconnect(true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(ClientUris.CONNECT_TIMEOUT)
                .keepAlive(true)
                .tcpNoDelay(true)
                .build())
        .timeoutOptions(
            TimeoutOptions.builder()
                .timeoutSource(new CommandTimeouts(config.commandTimeout()))
                .build())
        .scriptCharset(UTF_8);
  }

  private static SslOptions sslOptions(RedisConfig config) {
    Path trusted = trusted(config);
    return trusted == null
        ? SslOptions.create()
        : SslOptions.builder().jdkSslProvider().trustManager(trusted.toFile()).build();
  }

  private static @Nullable Path trusted(RedisConfig config) {
    RedisConfig.Tls sentinels =
        config instanceof RedisConfig.Sentinel sentinel ? sentinel.sentinels().tls() : null;
    return Stream.of(config.tls(), sentinels)
        .filter(Objects::nonNull)
        .map(RedisConfig.Tls::trustedCertificates)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Blocking commands get the time they block for on top. */
  private static final class CommandTimeouts extends TimeoutOptions.TimeoutSource {
    private static final Set<String> BLOCKING = Set.of("BLPOP", "XREAD", "WAIT", "WAITAOF");

    private final Duration timeout;

    CommandTimeouts(Duration timeout) {
      this.timeout = timeout;
    }

    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
      boolean blocks = BLOCKING.contains(command.getType().toString());
      return (blocks ? timeout.plus(LONGEST_BLOCK) : timeout).toMillis();
    }

    @Override
    public TimeUnit getTimeUnit() {
      return TimeUnit.MILLISECONDS;
    }
  }
}
