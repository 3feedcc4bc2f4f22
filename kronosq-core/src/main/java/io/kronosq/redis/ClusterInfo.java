package io.kronosq.redis;

import io.kronosq.inspect.RedisInfo;
import io.kronosq.inspect.RedisInfo.Cluster;
import io.kronosq.inspect.RedisInfo.Persistence;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A cluster as one: sums over its masters, and the worst of what can't be summed. */
final class ClusterInfo {
  private ClusterInfo() {}

  /**
   * @param masters by their addresses, not empty; each as it tells itself and the cluster
   */
  static RedisInfo of(Map<String, RedisInfo> masters) {
    Collection<RedisInfo> all = masters.values();
    Cluster view =
        all.stream()
            .map(RedisInfo::cluster)
            .filter(Objects::nonNull)
            .min(Comparator.comparing(Cluster::ok).thenComparing(Cluster::slotsOk))
            .orElseThrow();
    return new RedisInfo(
        // By the oldest, whose name is the least unless numbers gain a digit.
        all.stream().map(RedisInfo::version).min(Comparator.naturalOrder()).orElseThrow(),
        "master",
        all.stream().mapToLong(RedisInfo::usedMemory).sum(),
        all.stream().mapToLong(RedisInfo::maxMemory).sum(),
        worst(all, RedisInfo::evictionPolicy, policy -> !policy.equals("noeviction")),
        new Persistence(
            all.stream().allMatch(master -> master.persistence().appendOnlyFile()),
            all.stream().allMatch(master -> master.persistence().appendOnlyFileOk()),
            all.iterator().next().persistence().snapshotRules(),
            all.stream().allMatch(master -> master.persistence().snapshotOk())),
        all.stream().flatMap(master -> master.replicas().stream()).toList(),
        new Cluster(view.ok(), view.slotsAssigned(), view.slotsOk(), view.nodes(), masters));
  }

  private static String worst(
      Collection<RedisInfo> masters, Function<RedisInfo, String> fact, Predicate<String> bad) {
    Optional<String> found = masters.stream().map(fact).filter(bad).findFirst();
    return found.orElseGet(() -> fact.apply(masters.iterator().next()));
  }
}
