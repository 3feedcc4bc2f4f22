package io.kronosq.inspect;

import io.kronosq.inspect.RedisDanger.Kind;
import io.kronosq.inspect.RedisInfo.Cluster;
import io.kronosq.inspect.RedisInfo.Persistence;
import io.kronosq.inspect.RedisInfo.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of the facts of Redis endangers tasks. */
final class RedisDangers {
  private static final double MEMORY_IS_SHORT = 0.85;
  private static final int SLOTS = 16_384;
  private static final int OLDEST_MAJOR = 6;
  private static final int OLDEST_MINOR = 2;
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

  private RedisDangers() {}

  static List<RedisDanger> of(RedisInfo redis) {
    List<RedisDanger> dangers = new ArrayList<>();
    Cluster cluster = redis.cluster();
    if (cluster == null) {
      server("", redis, dangers);
      return dangers;
    }
    cluster.masters().forEach((address, master) -> server(address, master, dangers));
    if (!cluster.ok()) {
      dangers.add(
          new RedisDanger(
              Kind.CLUSTER_SLOTS,
              "",
              "The cluster does not serve: "
                  + cluster.slotsOk()
                  + " of "
                  + SLOTS
                  + " slots are reached",
              "Bring the missing nodes back, or have a replica of theirs take over",
              Map.of("slotsOk", Integer.toString(cluster.slotsOk()))));
    }
    return dangers;
  }

  private static void server(String address, RedisInfo redis, List<RedisDanger> dangers) {
    String name = address.isEmpty() ? "Redis" : "Redis at " + address;
    version(name, address, redis, dangers);
    if (redis.role().equals("slave")) {
      dangers.add(
          new RedisDanger(
              Kind.REPLICA,
              address,
              name + " is a replica, which takes no tasks",
              "Connect to its master, or to the sentinels that watch it",
              Map.of()));
    }
    memory(name, address, redis, dangers);
    persistence(name, address, redis.persistence(), dangers);
    for (Replica replica : redis.replicas()) {
      if (!replica.state().equals("online")) {
        dangers.add(
            new RedisDanger(
                Kind.REPLICA_DOWN,
                address,
                "The replica " + replica.address() + " of " + name + " is " + replica.state(),
                "Look into its log; until it follows, it can't take over",
                Map.of("replica", replica.address(), "state", replica.state())));
      }
    }
  }

  private static void version(
      String name, String address, RedisInfo redis, List<RedisDanger> dangers) {
    Matcher version = VERSION.matcher(redis.version());
    if (redis.version().startsWith("Valkey") || !version.find()) {
      return;
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
      dangers.add(
          new RedisDanger(
              Kind.VERSION_OLD,
              address,
              name + " is of version " + redis.version() + "; the oldest that is supported is 6.2",
              "Upgrade it",
              Map.of("version", redis.version())));
    }
  }

  private static void memory(
      String name, String address, RedisInfo redis, List<RedisDanger> dangers) {
    if (!redis.evictionPolicy().equals("noeviction") && !redis.evictionPolicy().equals("unknown")) {
      dangers.add(
          new RedisDanger(
              Kind.EVICTION,
              address,
              "The maxmemory-policy of "
                  + name
                  + " is '"
                  + redis.evictionPolicy()
                  + "', so tasks may vanish when memory is short",
              "CONFIG SET maxmemory-policy noeviction, and the same in its redis.conf",
              Map.of("policy", redis.evictionPolicy())));
    }
    if (redis.memoryUse() > MEMORY_IS_SHORT) {
      dangers.add(
          new RedisDanger(
              Kind.MEMORY_LOW,
              address,
              String.format(
                  Locale.ROOT,
                  "%s uses %.0f %% of its maxmemory, and refuses tasks at 100 %%",
                  name,
                  100 * redis.memoryUse()),
              "Raise maxmemory, or have tasks worked off or deleted; completed tasks that are kept"
                  + " take memory, too",
              Map.of(
                  "usedBytes", Long.toString(redis.usedMemory()),
                  "maxBytes", Long.toString(redis.maxMemory()))));
    }
  }

  private static void persistence(
      String name, String address, Persistence persistence, List<RedisDanger> dangers) {
    String rules = persistence.snapshotRules();
    if (!persistence.appendOnlyFile() && rules != null && rules.isEmpty()) {
      dangers.add(
          new RedisDanger(
              Kind.NOT_PERSISTENT,
              address,
              name + " keeps nothing on disk: all tasks are lost when it ends",
              "CONFIG SET appendonly yes, and the same in its redis.conf",
              Map.of()));
    }
    if (!persistence.appendOnlyFileOk()) {
      dangers.add(failing(name, address, "appendOnlyFile", "can't write its append-only file"));
    }
    if (!persistence.snapshotOk()) {
      dangers.add(failing(name, address, "snapshot", "could not write its last snapshot"));
    }
  }

  private static RedisDanger failing(String name, String address, String part, String what) {
    return new RedisDanger(
        Kind.PERSISTENCE_FAILING,
        address,
        name + " " + what,
        "Look for a full disk, missing rights or missing memory in its log",
        Map.of("part", part));
  }
}
