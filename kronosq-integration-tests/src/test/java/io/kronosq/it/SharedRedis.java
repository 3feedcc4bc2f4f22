package io.kronosq.it;

import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.redis.RedisConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The Redis of a test run: a process of the test JVM's own, which ends with it. Every suite has a
 * key prefix of its own. Only for the test JVM, not for the application server.
 */
final class SharedRedis {
  private static final EmbeddedRedis REDIS = EmbeddedRedis.builder().inMemory().build().start();

  private SharedRedis() {}

  static String uri() {
    return REDIS.uri();
  }

  static RedisConfig config(String prefix) {
    return RedisConfig.parse(REDIS.uri()).withPrefix(prefix);
  }

  /** How many connections of the library Redis has. */
  static long libraryConnections() {
    ClientResources resources = ClientResources.builder().ioThreadPoolSize(2).build();
    RedisClient client = RedisClient.create(resources, RedisURI.create(REDIS.uri()));
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection
          .sync()
          .clientList()
          .lines()
          .filter(line -> line.contains(" name=kronosq "))
          .count();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}
