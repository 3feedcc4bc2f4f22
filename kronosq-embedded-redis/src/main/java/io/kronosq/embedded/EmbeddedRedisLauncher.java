package io.kronosq.embedded;

import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisLauncher;

/**
 * Starts an embedded Redis for addresses of the scheme {@code embedded:}, in the forms that {@link
 * EmbeddedRedis#fromUri(String)} reads.
 */
public final class EmbeddedRedisLauncher implements RedisLauncher {
  @Override
  public String scheme() {
    return "embedded";
  }

  /**
   * @throws IllegalArgumentException if the address is of another form
   * @throws EmbeddedRedisException if the server cannot be started
   */
  @Override
  public Launched launch(String uri) {
    EmbeddedRedis redis = EmbeddedRedis.fromUri(uri).start();
    return new LaunchedServer(redis, RedisConfig.parse(redis.uri()));
  }

  private record LaunchedServer(EmbeddedRedis redis, RedisConfig config) implements Launched {
    @Override
    public void close() {
      redis.close();
    }
  }
}
