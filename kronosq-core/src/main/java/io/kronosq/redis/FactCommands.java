package io.kronosq.redis;

import io.kronosq.inspect.RedisInfo;
import io.kronosq.inspect.RedisInfo.Cluster;
import io.kronosq.inspect.RedisInfo.Persistence;
import io.kronosq.inspect.RedisInfo.Replica;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What matters of the Redis that answers, or of each master of a cluster. */
final class FactCommands {
  private final RedisCalls calls;

  FactCommands(RedisCalls calls) {
    this.calls = calls;
  }

  CompletableFuture<RedisInfo> info() {
    return calls.askMasters(FactCommands::ask).thenApply(FactCommands::combined);
  }

  private static CompletionStage<RedisInfo> ask(RedisClusterAsyncCommands<byte[], byte[]> redis) {
    CompletionStage<@Nullable String> snapshots =
        redis
            .configGet("save")
            // A managed Redis forbids the command.
            .handle((settings, failure) -> settings == null ? null : settings.get("save"));
    return redis
        .info()
        .thenApply(FactCommands::fields)
        .thenCompose(
            facts ->
                cluster(redis, facts)
                    .thenCombine(
                        snapshots, (cluster, rules) -> info(facts, fields(cluster), rules)));
  }

  /** Empty for a Redis that is not part of a cluster. */
  private static CompletionStage<String> cluster(
      RedisClusterAsyncCommands<byte[], byte[]> redis, Map<String, String> facts) {
    return is(facts, "cluster_enabled", "1")
        ? redis.clusterInfo()
        : CompletableFuture.completedFuture("");
  }

  private static RedisInfo combined(Map<String, RedisInfo> masters) {
    RedisInfo any = masters.values().iterator().next();
    return any.cluster() == null ? any : ClusterInfo.of(masters);
  }

  static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
              }
            });
    return fields;
  }

  static RedisInfo info(
      Map<String, String> facts, Map<String, String> cluster, @Nullable String snapshotRules) {
    return new RedisInfo(
        version(facts),
        facts.getOrDefault("role", "unknown"),
        number(facts, "used_memory"),
        number(facts, "maxmemory"),
        facts.getOrDefault("maxmemory_policy", "unknown"),
        new Persistence(
            is(facts, "aof_enabled", "1"),
            !is(facts, "aof_last_write_status", "err"),
            snapshotRules,
            !is(facts, "rdb_last_bgsave_status", "err")),
        replicas(facts),
        cluster.isEmpty()
            ? null
            : new Cluster(
                is(cluster, "cluster_state", "ok"),
                (int) number(cluster, "cluster_slots_assigned"),
                (int) number(cluster, "cluster_slots_ok"),
                (int) number(cluster, "cluster_known_nodes"),
                Map.of()));
  }

  private static String version(Map<String, String> facts) {
    String valkey = facts.get("valkey_version");
    return valkey == null ? facts.getOrDefault("redis_version", "unknown") : "Valkey " + valkey;
  }

  private static List<Replica> replicas(Map<String, String> facts) {
    List<Replica> replicas = new ArrayList<>();
    long offset = number(facts, "master_repl_offset");
    for (int i = 0; facts.containsKey("slave" + i); i++) {
      Map<String, String> replica =
          fields(facts.getOrDefault("slave" + i, "").replace(',', '\n').replace('=', ':'));
      replicas.add(
          new Replica(
              replica.getOrDefault("ip", "unknown") + ":" + replica.getOrDefault("port", "?"),
              replica.getOrDefault("state", "unknown"),
              Math.max(0, offset - number(replica, "offset")),
              number(replica, "lag")));
    }
    return replicas;
  }

  private static boolean is(Map<String, String> facts, String name, String value) {
    return value.equals(facts.get(name));
  }

  private static long number(Map<String, String> facts, String name) {
    return Long.parseLong(facts.getOrDefault(name, "0"));
  }
}
