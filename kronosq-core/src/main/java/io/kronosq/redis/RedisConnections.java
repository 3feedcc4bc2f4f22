package io.kronosq.redis;

import io.kronosq.metric.MetricsListener;
import io.kronosq.store.StoreException;
import io.kronosq.task.Durability;
import io.kronosq.time.TimeSource;
import io.lettuce.core.event.connection.DisconnectedEvent;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

/**
 * The links to one Redis of any kind: one for commands, one for durable writes, and one for each
 * queue on which this process waits for work. They come back by themselves, and find the master
 * wherever it went. A command that was sent but not answered when its connection broke is never
 * sent again, since it may have taken effect.
 */
final class RedisConnections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConnections.class);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

  /** How often at most the master is looked for. */
  private static final Duration REFRESH_AT_MOST_EVERY = Duration.ofSeconds(1);

  private final String place;
  private final DefaultEventLoopGroupProvider oneThread;
  private final ClientResources resources;
  private final Disposable lostConnections;
  private final RedisConnector connector;
  private final RedisLoop loop;
  private final TimeSource time = TimeSource.system();
  private final KeptLink commands;
  private final KeptLink durable;
  private final Map<String, CompletableFuture<RedisLink>> waiting = new ConcurrentHashMap<>();
  private volatile @Nullable ServerVersion version;
  private long refreshedAt = time.nanos() - REFRESH_AT_MOST_EVERY.toNanos();

  private RedisConnections(RedisConfig config, MetricsListener metrics) {
    place = config.place();
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
    lostConnections =
        resources
            .eventBus()
            .get()
            .filter(DisconnectedEvent.class::isInstance)
            .subscribe(lost -> metrics.connectionLost());
    connector = connector(config);
    commands = new KeptLink(this::openChecked, loop, place);
    durable = new KeptLink(connector::connect, loop, place);
  }

  private RedisConnector connector(RedisConfig config) {
    if (config instanceof RedisConfig.Standalone standalone) {
      return NodeConnector.standalone(standalone, resources);
    }
    if (config instanceof RedisConfig.Sentinel sentinel) {
      return NodeConnector.sentinel(sentinel, resources);
    }
    return new ClusterConnector((RedisConfig.Cluster) config, resources, loop);
  }

  /**
   * Connects. A Redis that can't be reached is tried again in the background.
   *
   * @throws StoreException of kind REFUSED when Redis refuses the login, or is too old
   */
  static RedisConnections open(RedisConfig config, MetricsListener metrics) {
    RedisConnections connections = new RedisConnections(config, metrics);
    String place = connections.place;
    try {
      connections
          .commands
          .open()
          .get(2 * ClientUris.CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      StoreException refusal = RedisErrors.refusal(e, place);
      if (refusal != null) {
        connections.close();
        throw refusal;
      }
      LOG.warn("{}", RedisErrors.notConnected(place, e).getMessage());
    } catch (TimeoutException e) {
      LOG.warn("Redis at {} has not answered yet; it is tried again by itself", place);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      connections.close();
      throw new StoreException(
          StoreException.Kind.NOT_CONNECTED,
          "Interrupted while connecting to Redis at " + place,
          e);
    }
    return connections;
  }

  private CompletableFuture<RedisLink> openChecked() {
    return connector
        .connect()
        .thenCompose(
            link ->
                ServerVersion.oldest(link)
                    .thenApply(found -> version = found.require(place))
                    .handle(
                        (found, failure) -> {
                          if (failure == null) {
                            return CompletableFuture.completedFuture(link);
                          }
                          link.close();
                          return CompletableFuture.<RedisLink>failedFuture(failure);
                        })
                    .thenCompose(checked -> checked));
  }

  RedisLoop loop() {
    return loop;
  }

  /** Where Redis is, for messages. */
  String place() {
    return place;
  }

  /**
   * The link for commands.
   *
   * @throws StoreException of kind NOT_CONNECTED when there is none right now
   */
  RedisLink commands() {
    return commands.current();
  }

  /**
   * The link for durable writes; opened when first asked for. On the loop.
   *
   * @throws StoreException of kind NOT_CONNECTED when there is none right now
   */
  RedisLink durable() {
    durable.openOnce();
    return durable.current();
  }

  /** What keeps Redis from confirming writes that way; null when nothing is known to. */
  @Nullable String lacking(Durability durability) {
    ServerVersion server = version;
    if (!durability.synced() || server == null) {
      return null;
    }
    if (!server.hasWaitAof()) {
      return "Durability "
          + durability
          + " needs Redis 7.2 or newer, or Valkey, but at "
          + place
          + " is "
          + server.name()
          + "; use replicated(n), or have Redis write every command to disk (appendfsync always)";
    }
    return server.appendOnly()
        ? null
        : "Durability "
            + durability
            + " needs an append-only file, but Redis at "
            + place
            + " has none; set appendonly to yes";
  }

  /** The link on which this process waits for work of a queue; made when first asked for. */
  CompletableFuture<RedisLink> waiting(String queue) {
    return waiting.computeIfAbsent(
        queue,
        name -> {
          CompletableFuture<RedisLink> connecting =
              CompletableFuture.supplyAsync(connector::connect, loop).thenCompose(link -> link);
          connecting.whenComplete(
              (link, failure) -> {
                if (failure != null) {
                  loop.execute(() -> waiting.remove(name, connecting));
                }
              });
          return connecting;
        });
  }

  /**
   * Looks for the master when a call failed in a way that says that it is another one by now. On
   * the loop.
   *
   * @param failure of any call
   */
  void noticed(Throwable failure) {
    if (!RedisErrors.isReasonToLookForMaster(failure)
        || time.nanos() - refreshedAt < REFRESH_AT_MOST_EVERY.toNanos()) {
      return;
    }
    refreshedAt = time.nanos();
    if (!connector.refresh()) {
      LOG.info("The connections to Redis at {} are opened again: {}", place, failure.getMessage());
      commands.replace();
      durable.replace();
      waiting.forEach(
          (queue, link) -> {
            waiting.remove(queue, link);
            link.thenAccept(RedisLink::close);
          });
    }
  }

  @Override
  public void close() {
    lostConnections.dispose();
    commands.close();
    durable.close();
    try {
      await(connector.shutdown(SHUTDOWN_TIMEOUT));
      await(resources.shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
      // The resources leave a provider alone that was handed to them.
      await(oneThread.shutdown(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The connection to Redis at {} was not closed cleanly: {}", place, e.toString());
    }
  }

  private static void await(Future<?> end)
      throws InterruptedException, ExecutionException, TimeoutException {
    end.get(2 * SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
