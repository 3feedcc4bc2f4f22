package io.kronosq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.store.StoreException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one Redis: one for commands, and one for each queue on which this process
 * waits for work. They come back by themselves. A command that was sent but not answered when its
 * connection broke is never sent again, since it may have taken effect.
 */
final class RedisConnections implements AutoCloseable {
  /** How long a blocking command may take beyond the time it blocks for. */
  static final Duration LONGEST_BLOCK = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(RedisConnections.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration FIRST_CONNECT_RETRY = Duration.ofMillis(500);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

  private final RedisURI uri;
  private final String server;
  private final DefaultEventLoopGroupProvider oneThread;
  private final ClientResources resources;
  private final RedisClient client;
  private final RedisLoop loop;
  private final Map<String, CompletableFuture<StatefulRedisConnection<byte[], byte[]>>> waiting =
      new ConcurrentHashMap<>();
  private volatile @Nullable StatefulRedisConnection<byte[], byte[]> commands;
  private volatile @Nullable Throwable lastFailure;
  private volatile boolean closed;

  private RedisConnections(RedisConfig.Standalone config) {
    uri = uri(config);
    server = config.host() + ":" + config.port();
    oneThread =
        new DefaultEventLoopGroupProvider(1, pool -> new DefaultThreadFactory("kronosq-io", true));
    EventLoopGroup group = oneThread.allocate(Transports.eventLoopGroupClass());
    loop = new RedisLoop(group.next());
    resources =
        ClientResources.builder()
            .eventLoopGroupProvider(oneThread)
            .threadFactoryProvider(pool -> new DefaultThreadFactory("kronosq-" + pool, true))
            .reconnectDelay(
                Delay.exponential(
                    Duration.ofMillis(10), Duration.ofSeconds(1), 2, TimeUnit.MILLISECONDS))
            .build();
    client = RedisClient.create(resources);
    client.setOptions(options(config));
  }

  /**
   * Connects. A Redis that can't be reached is tried again in the background.
   *
   * @throws StoreException of kind REFUSED when Redis refuses the login
   */
  static RedisConnections open(RedisConfig.Standalone config) {
    RedisConnections connections = new RedisConnections(config);
    try {
      connections.connect().get(2 * CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (RedisErrors.isRefusedLogin(e)) {
        connections.close();
        throw RedisErrors.refusedLogin(connections.server, e);
      }
      LOG.warn("{}", RedisErrors.notConnected(connections.server, e).getMessage());
    } catch (TimeoutException e) {
      LOG.warn("Redis at {} has not answered yet; it is tried again by itself", connections.server);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connections.close();
      throw new StoreException(
          StoreException.Kind.NOT_CONNECTED,
          "Interrupted while connecting to Redis at " + connections.server,
          e);
    }
    return connections;
  }

  private CompletableFuture<?> connect() {
    return newConnection()
        .whenComplete(
            (connection, failure) -> {
              if (failure == null) {
                lastFailure = null;
                commands = connection;
              } else {
                lastFailure = failure;
                if (!closed) {
                  loop.schedule(FIRST_CONNECT_RETRY, this::connectAgain);
                }
              }
            });
  }

  private void connectAgain() {
    if (!closed) {
      connect();
    }
  }

  /**
   * Connects on the I/O thread: elsewhere the client may miss how the handshake ended, and call a
   * refused login a broken connection.
   */
  private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> newConnection() {
    return CompletableFuture.supplyAsync(
            () -> client.connectAsync(ByteArrayCodec.INSTANCE, uri), loop)
        .thenCompose(connecting -> connecting);
  }

  RedisLoop loop() {
    return loop;
  }

  /** Where Redis is, for messages. */
  String server() {
    return server;
  }

  /**
   * The connection for commands.
   *
   * @throws StoreException of kind NOT_CONNECTED when there is none right now
   */
  RedisAsyncCommands<byte[], byte[]> commands() {
    StatefulRedisConnection<byte[], byte[]> connection = commands;
    if (connection == null || !connection.isOpen()) {
      throw closed
          ? new StoreException(
              StoreException.Kind.CLOSED,
              "The connection to Redis at " + server + " was closed",
              null)
          : RedisErrors.notConnected(server, lastFailure);
    }
    return connection.async();
  }

  /** The connection on which this process waits for work of a queue; made when first asked for. */
  CompletableFuture<StatefulRedisConnection<byte[], byte[]>> waiting(String queue) {
    return waiting.computeIfAbsent(
        queue,
        name -> {
          CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connecting = newConnection();
          connecting.whenComplete(
              (connection, failure) -> {
                if (failure != null) {
                  loop.execute(() -> waiting.remove(name, connecting));
                }
              });
          return connecting;
        });
  }

  @Override
  public void close() {
    closed = true;
    try {
      client
          .shutdownAsync(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .get(2 * SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      resources
          .shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .get(2 * SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      // The resources leave a provider alone that was handed to them.
      oneThread
          .shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .get(2 * SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The connection to Redis at {} was not closed cleanly: {}", server, e.toString());
    }
  }

  private static RedisURI uri(RedisConfig.Standalone config) {
    RedisURI.Builder builder =
        RedisURI.builder()
            .withHost(config.host())
            .withPort(config.port())
            .withDatabase(config.database())
            .withSsl(config.tls() != null)
            .withClientName("kronosq")
            .withTimeout(CONNECT_TIMEOUT);
    RedisConfig.Credentials credentials = config.credentials();
    if (credentials != null) {
      // The builder's own provider resolves on a thread of the common pool.
      builder.withAuthentication(
          new StaticCredentialsProvider(credentials.user(), credentials.password().toCharArray()));
    }
    return builder.build();
  }

  private static ClientOptions options(RedisConfig.Standalone config) {
    return ClientOptions.builder()
        .sslOptions(sslOptions(config.tls()))
        .autoReconnect(true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .keepAlive(true)
                .tcpNoDelay(true)
                .build())
        .timeoutOptions(
            TimeoutOptions.builder()
                .timeoutSource(new CommandTimeouts(config.commandTimeout()))
                .build())
        .scriptCharset(UTF_8)
        .build();
  }

  private static SslOptions sslOptions(RedisConfig.@Nullable Tls tls) {
    Path trusted = tls == null ? null : tls.trustedCertificates();
    return trusted == null
        ? SslOptions.create()
        : SslOptions.builder().jdkSslProvider().trustManager(trusted.toFile()).build();
  }

  /** Blocking commands get the time they block for on top. */
  private static final class CommandTimeouts extends TimeoutOptions.TimeoutSource {
    private final Duration timeout;

    CommandTimeouts(Duration timeout) {
      this.timeout = timeout;
    }

    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
      boolean blocks = command.getType() == CommandType.BLPOP;
      return (blocks ? timeout.plus(LONGEST_BLOCK) : timeout).toMillis();
    }

    @Override
    public TimeUnit getTimeUnit() {
      return TimeUnit.MILLISECONDS;
    }
  }
}
