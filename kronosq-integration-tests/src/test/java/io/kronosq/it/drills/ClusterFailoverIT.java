package io.kronosq.it.drills;

import io.kronosq.task.Durability;
import io.kronosq.testing.TestCluster;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterFailoverIT {
  private static final Duration RESUMED_WITHIN = Duration.ofSeconds(15);

  @RegisterExtension static final TestCluster redis = TestCluster.withReplicas();

  @Test
  @Timeout(180)
  void noTaskThatAReplicaConfirmedIsLostWhenAMasterDies() {
    try (ClusterLoad work =
        ClusterLoad.start("cluster-failover", redis, Durability.replicated(1))) {
      long killed = System.nanoTime();
      AtomicLong promoted = new AtomicLong();
      AtomicReference<Resumed> resumed = new AtomicReference<>();
      work.during(
          () -> {
            redis.killOwner(ClusterLoad.FIRST_PARTITION);
            redis.awaitOwner(ClusterLoad.FIRST_PARTITION);
            promoted.set(System.nanoTime());
            resumed.set(work.awaitResumed(RESUMED_WITHIN));
            redis.startAgain();
            redis.awaitHealthy();
          });
      work.finish(
          "kill -9 of a cluster's master, producers on replicated(1)",
          "replica promoted %.1f s after the kill; first completion stored in its first partition "
              + "%.2f s after the promotion",
          (promoted.get() - killed) / 1e9,
          resumed.get().completedAfterMillis() / 1e3);
    }
  }
}
