package io.kronosq.it.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.it.drills.Entry.Kind;
import io.kronosq.store.Layout;
import io.kronosq.task.Durability;
import io.kronosq.testing.TestSentinel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class SentinelFailoverIT {
  private static final Duration RESUMED_WITHIN = Duration.ofSeconds(15);

  /** Before the master dies, its replica misses this much. */
  private static final Duration REPLICA_BEHIND = Duration.ofMillis(300);

  @RegisterExtension static final TestSentinel redis = new TestSentinel().withOpenSentinels();

  @Test
  @Timeout(180)
  void noTaskThatAReplicaConfirmedIsLostWhenTheMasterDies() {
    assertThat(lostWith(Durability.replicated(1))).isEmpty();
  }

  @Test
  @Timeout(180)
  void onlyWhatTheReplicaDidNotHaveYetIsLostWhenTheMasterDies() {
    assertThat(lostWith(Durability.FAST)).as("what a replica lacks that is behind").isNotEmpty();
  }

  /**
   * Which acknowledged tasks are not done after a failover; none of them was acknowledged before
   * the replica missed anything, or after the promotion.
   */
  private static List<String> lostWith(Durability durability) {
    long begun = System.nanoTime();
    redis.awaitQuorum();
    try (FixtureDrill drill =
        new FixtureDrill("failover-" + durability, redis, Layout.of(Exercise.QUEUE, 1))) {
      List<WorkerJvm> workers = drill.launchTwo();
      Journal journal = drill.journal();
      try (Load load = drill.load(400, durability)) {
        journal.awaitEnded(500);

        Set<String> before = Set.copyOf(load.acknowledged());
        redis.cutReplica();
        Exercise.elapse(REPLICA_BEHIND);
        long killed = System.nanoTime();
        redis.killMaster();
        Set<String> until = Set.copyOf(load.acknowledged());
        redis.awaitPromotion();
        double promotedAfter = (System.nanoTime() - killed) / 1e9;
        Resumed resumed = Resumed.await(journal, RESUMED_WITHIN);

        redis.startAgain();
        journal.awaitEnded(journal.endedTasks() + 500);
        load.stop();
        drill.awaitDrained();
        List<String> lost = drill.lost(load);
        DrillReport.line(
            "kill -9 of a master with sentinels, producers on " + durability,
            "%d tasks acknowledged, %d lost; promoted %.1f s after the kill; first task started %.2f s and "
                + "first completion stored %.2f s after the promotion; %d tasks run more than once, "
                + "%d taken for crashed; %d enqueues failed as not written, %d as unknown, "
                + "%d as unconfirmed; drill %.0f s",
            load.acknowledged().size(),
            lost.size(),
            promotedAfter,
            resumed.startedAfterMillis() / 1e3,
            resumed.completedAfterMillis() / 1e3,
            drill.tasksRunAgain(),
            journal.of(Kind.RECOVERED).size(),
            load.notWritten(),
            load.unanswered().size(),
            load.unconfirmed().size(),
            (System.nanoTime() - begun) / 1e9);
        assertThat(lost).noneMatch(before::contains).allMatch(until::contains);
        drill.assertNoRetrySpent();
        drill.assertNothingLeftAfterStop(workers);
        return lost;
      }
    }
  }
}
