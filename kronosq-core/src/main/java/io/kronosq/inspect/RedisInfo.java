package io.kronosq.inspect;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What matters of the Redis that answers. For a cluster, sums over its masters, and the worst of
 * what can't be summed; {@link Cluster#masters()} has them one by one.
 *
 * @param version its version, such as {@code 7.0.15} or {@code Valkey 8.1.0}
 * @param role {@code master} or {@code slave}
 * @param usedMemory bytes in use
 * @param maxMemory the limit in bytes; 0 for none
 * @param evictionPolicy what it does at the limit; only {@code noeviction} keeps tasks safe
 * @param persistence what it keeps on disk
 * @param replicas those that are connected, of a master
 * @param cluster its slots; null when it is not part of a cluster
 */
public record RedisInfo(
    String version,
    String role,
    long usedMemory,
    long maxMemory,
    String evictionPolicy,
    Persistence persistence,
    List<Replica> replicas,
    @Nullable Cluster cluster) {
  /** Copies the list. */
  public RedisInfo {
    replicas = List.copyOf(replicas);
  }

  /**
   * What is kept on disk.
   *
   * @param appendOnlyFile whether each write is logged
   * @param appendOnlyFileOk whether the last write to that log succeeded
   * @param snapshotRules when snapshots are made, as in {@code CONFIG GET save}; empty for never,
   *     null when this user may not know
   * @param snapshotOk whether the last snapshot succeeded
   */
  public record Persistence(
      boolean appendOnlyFile,
      boolean appendOnlyFileOk,
      @Nullable String snapshotRules,
      boolean snapshotOk) {}

  /**
   * A replica.
   *
   * @param address host and port
   * @param state {@code online} when it follows
   * @param lagBytes what of the replication stream it has not acknowledged
   * @param lagSeconds since its last acknowledgement
   */
  public record Replica(String address, String state, long lagBytes, long lagSeconds) {}

  /**
   * The slots of a cluster, as the node sees them that sees the least.
   *
   * @param ok whether the cluster serves
   * @param slotsAssigned of 16,384
   * @param slotsOk on nodes that are reached
   * @param nodes how many nodes there are
   * @param masters each master that is reached, by its address; empty for one of these
   */
  public record Cluster(
      boolean ok, int slotsAssigned, int slotsOk, int nodes, Map<String, RedisInfo> masters) {
    /** Sorts and copies the masters. */
    public Cluster {
      masters = Collections.unmodifiableMap(new TreeMap<>(masters));
    }
  }

  /**
   * What of this endangers tasks, of each master of a cluster.
   *
   * @return empty when all is well
   */
  public List<RedisDanger> dangers() {
    return List.copyOf(RedisDangers.of(this));
  }

  /** Which share of the memory limit is used, 0 to 1 and beyond; 0 without a limit. */
  public double memoryUse() {
    return maxMemory == 0 ? 0 : (double) usedMemory / maxMemory;
  }
}
