package io.kronosq.microprofile.health;

import io.kronosq.inspect.RedisInfo;
import java.util.stream.Collectors;

/** Where in a cluster something is. */
final class RedisPlaces {
  private RedisPlaces() {}

  /** The masters that may evict tasks; empty for a Redis that is not part of a cluster. */
  static String evicting(RedisInfo redis) {
    RedisInfo.Cluster cluster = redis.cluster();
    return cluster == null
        ? ""
        : cluster.masters().entrySet().stream()
            .filter(master -> !master.getValue().evictionPolicy().equals("noeviction"))
            .map(master -> master.getKey())
            .collect(Collectors.joining(", "));
  }
}
