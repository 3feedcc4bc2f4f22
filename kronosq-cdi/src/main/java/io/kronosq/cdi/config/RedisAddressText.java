package io.kronosq.cdi.config;

import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisLauncher;
import java.util.ServiceLoader;

/** Checks a Redis address without connecting to it or starting anything. */
final class RedisAddressText {
  private RedisAddressText() {}

  static String check(String address) {
    if (RedisConfig.isAddress(address)) {
      RedisConfig.parse(address);
      return address;
    }
    int colon = address.indexOf(':');
    String scheme = colon < 0 ? "" : address.substring(0, colon);
    for (RedisLauncher launcher : launchers()) {
      if (launcher.scheme().equals(scheme)) {
        return address;
      }
    }
    throw new IllegalArgumentException(
        scheme.equals("embedded")
            ? "embedded: needs the dependency io.kronosq:kronosq-embedded-redis"
            : "no Redis is known for its scheme");
  }

  // The same class loader that RedisAddress asks, so that both find the same launchers.
  private static ServiceLoader<RedisLauncher> launchers() {
    return ServiceLoader.load(RedisLauncher.class, RedisLauncher.class.getClassLoader());
  }
}
