package io.kronosq.testing;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Clients and servers for a test, which end with it. Register it as an instance field. */
public final class EngineHarness implements AfterEachCallback {
  private final Supplier<RedisConfig> redis;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private RedisTaskStore shared;

  public EngineHarness(RedisFixture redis) {
    this(redis::config);
  }

  /** Connects as it is told when a test opens its first store. */
  public EngineHarness(Supplier<RedisConfig> redis) {
    this.redis = redis;
  }

  /** The store that clients and servers of this harness share. */
  public synchronized RedisTaskStore store() {
    if (shared == null) {
      shared = newStore();
    }
    return shared;
  }

  /** A store with connections of its own, as another process would have. */
  public RedisTaskStore newStore() {
    return closing(RedisTaskStore.open(redis.get()));
  }

  public KronosClient client() {
    return KronosClient.builder(store()).build();
  }

  public Inspector inspector() {
    return Inspector.of(store());
  }

  /** A server whose stop does not wait for handlers that a test left behind. */
  public KronosServer.Builder server(TaskRouter router) {
    return KronosServer.builder(store()).router(router).gracePeriod(Duration.ofMillis(100));
  }

  public KronosServer start(KronosServer.Builder builder) {
    KronosServer server = closing(builder.build());
    server.start();
    return server;
  }

  /** Closes it after the test. */
  public synchronized <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
