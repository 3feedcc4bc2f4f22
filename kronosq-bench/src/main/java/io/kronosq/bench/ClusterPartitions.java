package io.kronosq.bench;

/** P2: a queue of six partitions on a cluster of three masters beside one on a single Redis. */
final class ClusterPartitions implements Scenario {
  @Override
  public String name() {
    return "P2";
  }

  @Override
  public String title() {
    return Partitions.PARTITIONS + " partitions on three masters beside one on one Redis";
  }

  @Override
  public boolean onDemand() {
    return true;
  }

  @Override
  public Sample run(BenchRedis redis) throws InterruptedException {
    try (BenchCluster cluster = new BenchCluster()) {
      return Partitions.compare(redis, cluster);
    }
  }
}
