package io.kronosq.bench;

/** P1: a queue of six partitions beside an unpartitioned one, on one Redis. */
final class Partitions implements Scenario {
  static final int PARTITIONS = 6;

  @Override
  public String name() {
    return "P1";
  }

  @Override
  public String title() {
    return PARTITIONS + " partitions beside one, on one Redis";
  }

  @Override
  public boolean onDemand() {
    return true;
  }

  @Override
  public Sample run(BenchRedis redis) throws InterruptedException {
    return compare(redis, redis);
  }

  /**
   * One partition on one Redis, then {@value #PARTITIONS} on another one.
   *
   * @param one standalone
   * @param several of any kind
   */
  static Sample compare(MeasuredRedis one, MeasuredRedis several) throws InterruptedException {
    new PartitionRun(one, 1).run();
    new PartitionRun(several, PARTITIONS).run();
    PartitionRun.Figures alone = new PartitionRun(one, 1).run();
    PartitionRun.Figures spread = new PartitionRun(several, PARTITIONS).run();
    return Sample.empty()
        .with("off even", spread.farthest())
        .with("drain 1 /s", alone.drained())
        .with("drain 6 /s", spread.drained())
        .with("drain 1 µs", alone.drainMicros())
        .with("drain 6 µs", spread.drainMicros())
        .with("drain 6 per cpu", alone.drainMicros() / spread.drainMicros())
        .with("life 1 /s", alone.consumed())
        .with("life 6 /s", spread.consumed())
        .with("life 1 µs", alone.lifeMicros())
        .with("life 6 µs", spread.lifeMicros())
        .with("life 6 per cpu", alone.lifeMicros() / spread.lifeMicros());
  }
}
