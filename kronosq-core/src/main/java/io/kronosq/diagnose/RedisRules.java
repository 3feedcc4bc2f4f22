package io.kronosq.diagnose;

import static io.kronosq.diagnose.FindingCode.CLOCK_SKEW;
import static io.kronosq.diagnose.FindingCode.CLUSTER_SLOTS;
import static io.kronosq.diagnose.FindingCode.REDIS_EVICTION;
import static io.kronosq.diagnose.FindingCode.REDIS_LATENCY;
import static io.kronosq.diagnose.FindingCode.REDIS_MEMORY_LOW;
import static io.kronosq.diagnose.FindingCode.REDIS_NOT_PERSISTENT;
import static io.kronosq.diagnose.FindingCode.REDIS_PERSISTENCE_FAILING;
import static io.kronosq.diagnose.FindingCode.REDIS_REPLICA;
import static io.kronosq.diagnose.FindingCode.REDIS_REPLICA_DOWN;
import static io.kronosq.diagnose.FindingCode.REDIS_VERSION_OLD;

import io.kronosq.inspect.RedisInfo;
import io.kronosq.inspect.RedisInfo.Cluster;
import io.kronosq.inspect.RedisInfo.Persistence;
import io.kronosq.inspect.RedisInfo.Replica;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be wrong with Redis itself. */
final class RedisRules {
  static final double MEMORY_IS_SHORT = 0.85;
  static final Duration SLOW = Duration.ofMillis(50);
  static final Duration SKEWED = Duration.ofSeconds(5);

  private static final int SLOTS = 16_384;
  private static final int OLDEST_MAJOR = 6;
  private static final int OLDEST_MINOR = 2;
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

  private RedisRules() {}

  static List<Finding> of(Look look) {
    List<Finding> findings = new ArrayList<>();
    RedisInfo redis = look.redis();
    Cluster cluster = redis.cluster();
    if (cluster == null) {
      server("", redis, findings);
    } else {
      cluster.masters().forEach((address, master) -> server(address, master, findings));
      if (!cluster.ok()) {
        findings.add(
            redis(
                CLUSTER_SLOTS,
                "",
                "The cluster does not serve: "
                    + cluster.slotsOk()
                    + " of "
                    + SLOTS
                    + " slots are reached",
                "Bring the missing nodes back, or have a replica of theirs take over",
                Map.of("slotsOk", Integer.toString(cluster.slotsOk()))));
      }
    }
    clocks(look, findings);
    return findings;
  }

  private static void server(String address, RedisInfo redis, List<Finding> findings) {
    String name = address.isEmpty() ? "Redis" : "Redis at " + address;
    version(name, address, redis, findings);
    if (redis.role().equals("slave")) {
      findings.add(
          redis(
              REDIS_REPLICA,
              address,
              name + " is a replica, which takes no tasks",
              "Connect to its master, or to the sentinels that watch it",
              Map.of()));
    }
    memory(name, address, redis, findings);
    persistence(name, address, redis.persistence(), findings);
    for (Replica replica : redis.replicas()) {
      if (!replica.state().equals("online")) {
        findings.add(
            redis(
                REDIS_REPLICA_DOWN,
                address,
                "The replica " + replica.address() + " of " + name + " is " + replica.state(),
                "Look into its log; until it follows, it can't take over",
                Map.of("replica", replica.address(), "state", replica.state())));
      }
    }
  }

  private static void version(
      String name, String address, RedisInfo redis, List<Finding> findings) {
    Matcher version = VERSION.matcher(redis.version());
    if (redis.version().startsWith("Valkey") || !version.find()) {
      return;
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
      findings.add(
          redis(
              REDIS_VERSION_OLD,
              address,
              name + " is of version " + redis.version() + "; the oldest that is supported is 6.2",
              "Upgrade it",
              Map.of("version", redis.version())));
    }
  }

  private static void memory(String name, String address, RedisInfo redis, List<Finding> findings) {
    if (!redis.evictionPolicy().equals("noeviction") && !redis.evictionPolicy().equals("unknown")) {
      findings.add(
          redis(
              REDIS_EVICTION,
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
      findings.add(
          redis(
              REDIS_MEMORY_LOW,
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
      String name, String address, Persistence persistence, List<Finding> findings) {
    String rules = persistence.snapshotRules();
    if (!persistence.appendOnlyFile() && rules != null && rules.isEmpty()) {
      findings.add(
          redis(
              REDIS_NOT_PERSISTENT,
              address,
              name + " keeps nothing on disk: all tasks are lost when it ends",
              "CONFIG SET appendonly yes, and the same in its redis.conf",
              Map.of()));
    }
    if (!persistence.appendOnlyFileOk()) {
      findings.add(failing(name, address, "appendOnlyFile", "can't write its append-only file"));
    }
    if (!persistence.snapshotOk()) {
      findings.add(failing(name, address, "snapshot", "could not write its last snapshot"));
    }
  }

  private static Finding failing(String name, String address, String part, String what) {
    return redis(
        REDIS_PERSISTENCE_FAILING,
        address,
        name + " " + what,
        "Look for a full disk, missing rights or missing memory in its log",
        Map.of("part", part));
  }

  private static void clocks(Look look, List<Finding> findings) {
    if (look.roundTrip().compareTo(SLOW) > 0) {
      findings.add(
          redis(
              REDIS_LATENCY,
              "",
              "An answer of Redis took " + look.roundTrip().toMillis() + " ms",
              "Look for slow commands (SLOWLOG GET), a swapping machine, or a long way between",
              Map.of("ms", Long.toString(look.roundTrip().toMillis()))));
    }
    if (look.skew().abs().compareTo(SKEWED) > 0) {
      findings.add(
          redis(
              CLOCK_SKEW,
              "",
              "This machine's clock is "
                  + look.skew().abs().toSeconds()
                  + " s "
                  + (look.skew().isNegative() ? "behind" : "ahead of")
                  + " Redis'",
              "Synchronise the clocks of the machines (NTP). Due times and leases go by Redis'"
                  + " clock; what is told of enqueue times goes by those of the applications",
              Map.of("ms", Long.toString(look.skew().toMillis()))));
    }
  }

  private static Finding redis(
      FindingCode code, String address, String message, String remedy, Map<String, String> data) {
    return new Finding(code, SubjectKind.REDIS, address, message, remedy, data);
  }
}
