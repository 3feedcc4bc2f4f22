package io.kronosq.it.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.task.Durability;
import io.kronosq.testing.TestCluster;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterFaultsIT {
  private static final Duration AWAY = Duration.ofSeconds(10);
  private static final Duration HALF_MOVED = Duration.ofSeconds(3);
  private static final Duration RESUMED_WITHIN = Duration.ofSeconds(15);

  @RegisterExtension
  static final TestCluster redis =
      TestCluster.ofMasters()
          .with("--appendonly", "yes", "--appendfsync", "always")
          .with("--cluster-node-timeout", "3000", "--cluster-require-full-coverage", "no");

  @Test
  @Timeout(180)
  void nothingIsLostAndOtherPartitionsGoOnWhileAMasterIsStopped() {
    try (ClusterLoad work = ClusterLoad.start("master-stopped", redis, Durability.FAST)) {
      AtomicInteger meanwhile = new AtomicInteger();
      AtomicReference<Resumed> resumed = new AtomicReference<>();
      work.during(
          () -> {
            redis.stopOwner(ClusterLoad.FIRST_PARTITION);
            // What was queued before is soon done; only what came later shows that work goes on.
            Exercise.elapse(AWAY.dividedBy(2));
            meanwhile.set(work.endedElsewhereIn(AWAY.dividedBy(2)));
            redis.startAgain();
            resumed.set(work.awaitResumed(RESUMED_WITHIN));
          });
      work.finish(
          "a master of three stopped for 10 s, started with its data",
          "%d tasks of the other partitions done in the second half of the outage; first completion stored in its "
              + "first partition %.2f s after its return",
          meanwhile.get(),
          resumed.get().completedAfterMillis() / 1e3);
      assertThat(meanwhile.get()).as("tasks done in other partitions meanwhile").isGreaterThan(50);
    }
  }

  @Test
  @Timeout(180)
  void nothingIsLostWhileAPartitionMovesToAnotherMasterAndBack() {
    try (ClusterLoad work = ClusterLoad.start("slot-moved", redis, Durability.FAST)) {
      AtomicInteger meanwhile = new AtomicInteger();
      long begun = System.nanoTime();
      work.during(
          () -> {
            for (int i = 0; i < 2; i++) {
              redis.moveOneKey(ClusterLoad.FIRST_PARTITION);
              meanwhile.addAndGet(work.endedElsewhereIn(HALF_MOVED));
              redis.moveRest(ClusterLoad.FIRST_PARTITION);
              work.awaitResumed(RESUMED_WITHIN);
            }
          });
      double took = (System.nanoTime() - begun) / 1e9;
      work.finish(
          "a partition's slot moved to another master and back",
          "%.1f s for both, of which its keys were on both masters for %d s; %d tasks of the other masters' "
              + "partitions done in these",
          took,
          2 * HALF_MOVED.toSeconds(),
          meanwhile.get());
      assertThat(meanwhile.get()).as("tasks done in other partitions meanwhile").isGreaterThan(50);
    }
  }
}
