package io.kronosq.testkit;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** A Redis for tests, and the connection to it once somebody needs one. */
final class TestRedis implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TestRedis.class.getName());
  private static final String EMBEDDED = "embedded";
  private static final String CONTAINER = "container";

  private final Runnable stop;
  private final RedisConfig.Standalone config;

  // Both guarded by this.
  private @Nullable TaskStore store;
  private @Nullable KronosClient client;

  private TestRedis(String uri, Runnable stop) {
    this.stop = stop;
    config = RedisConfig.Standalone.parse(uri);
  }

  /**
   * Starts one.
   *
   * @param kind {@code embedded} or {@code container}; empty for the first
   */
  static TestRedis start(Optional<String> kind) {
    return switch (kind.orElse(EMBEDDED)) {
      case EMBEDDED -> embedded();
      case CONTAINER -> container();
      default ->
          throw new ExtensionConfigurationException(
              RedisExtension.KIND_PROPERTY
                  + " is '"
                  + kind.orElse("")
                  + "'; use "
                  + EMBEDDED
                  + " or "
                  + CONTAINER);
    };
  }

  private static TestRedis embedded() {
    EmbeddedRedis redis = EmbeddedRedis.builder().inMemory().build().start();
    return new TestRedis(redis.uri(), redis::close);
  }

  private static TestRedis container() {
    try {
      if (RedisContainer.isDockerAvailable()) {
        RedisContainer container = RedisContainer.start();
        return new TestRedis(container.uri(), container::close);
      }
    } catch (NoClassDefFoundError e) {
      throw new ExtensionConfigurationException(
          RedisExtension.KIND_PROPERTY
              + "="
              + CONTAINER
              + " needs org.testcontainers:testcontainers on the class path",
          e);
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "Docker does not answer, so that the tests use the packaged Redis instead of a container");
    return embedded();
  }

  RedisConfig.Standalone config() {
    return config;
  }

  synchronized KronosClient client() {
    if (client == null) {
      client = KronosClient.builder(store()).build();
    }
    return client;
  }

  Inspector inspector() {
    return Inspector.of(store());
  }

  private synchronized TaskStore store() {
    if (store == null) {
      store = RedisTaskStore.open(config);
    }
    return store;
  }

  /** Forgets all data, of all databases. */
  void flush() {
    try (RedisSocket socket = new RedisSocket(config)) {
      socket.call("FLUSHALL");
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (client != null) {
        client.close();
      }
      if (store != null) {
        store.close();
      }
    } finally {
      stop.run();
    }
  }
}
