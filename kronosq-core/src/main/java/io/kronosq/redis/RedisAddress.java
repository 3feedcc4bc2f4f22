package io.kronosq.redis;

import java.util.ServiceLoader;
import java.util.TreeSet;

/** Reads a Redis address, and starts the Redis where the address asks for that. */
public final class RedisAddress {
  private RedisAddress() {}

  /**
   * Finds the Redis of an address: those that {@link RedisConfig#parse} reads name one that runs,
   * the scheme of a {@link RedisLauncher} on the class path starts one.
   *
   * @param uri the address
   * @return the Redis; its owner closes it, which stops what was started
   * @throws IllegalArgumentException when no launcher serves the scheme, or the address is of
   *     another form
   */
  public static RedisLauncher.Launched resolve(String uri) {
    if (RedisConfig.isAddress(uri)) {
      return new Existing(RedisConfig.parse(uri));
    }
    int colon = uri.indexOf(':');
    String scheme = colon < 0 ? "" : uri.substring(0, colon);
    TreeSet<String> known = new TreeSet<>();
    for (RedisLauncher launcher :
        ServiceLoader.load(RedisLauncher.class, RedisAddress.class.getClassLoader())) {
      if (launcher.scheme().equals(scheme)) {
        return launcher.launch(uri);
      }
      known.add(launcher.scheme());
    }
    throw new IllegalArgumentException(
        "No Redis for the scheme '"
            + scheme
            + "': use redis://host:port, redis-sentinel://host:port,…?master=name or"
            + " redis-cluster://host:port,…, with rediss for TLS"
            + (known.isEmpty()
                ? "; for embedded: add the dependency io.kronosq:kronosq-embedded-redis"
                : ", or one of " + known));
  }

  private record Existing(RedisConfig config) implements RedisLauncher.Launched {
    @Override
    public void close() {
      // It was running before us, and goes on.
    }
  }
}
