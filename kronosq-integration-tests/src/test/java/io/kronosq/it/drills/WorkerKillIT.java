package io.kronosq.it.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class WorkerKillIT {
  private static final int KILLS = 20;
  private static final int WORKERS = 3;
  private static final int CONCURRENCY = 10;
  private static final Duration RESTARTED_WITHIN = Duration.ofSeconds(20);
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(1);

  /** A worker's death, and the tasks that were active on it. */
  private record Kill(String worker, long atMillis, Set<String> orphans) {}

  @Test
  @Timeout(240)
  void tasksOfKilledWorkersRunAgainWithinTwentySecondsWithoutSpendingARetry() {
    long begun = System.nanoTime();
    try (Drill drill = Drill.inMemory("kill")) {
      List<WorkerJvm> living = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        living.add(launch(drill));
      }
      living.forEach(WorkerJvm::awaitUp);
      try (Load load = drill.load(600)) {
        List<Kill> kills = new ArrayList<>();
        while (kills.size() < KILLS) {
          WorkerJvm victim = living.remove(ThreadLocalRandom.current().nextInt(living.size()));
          kills.add(kill(drill, victim));
          living.add(launch(drill).awaitUp());
          Drill.elapse(
              BETWEEN_KILLS.minusMillis(
                  System.currentTimeMillis() - kills.get(kills.size() - 1).atMillis()));
        }
        Delays delays = awaitRestarts(drill, kills);
        load.stop();
        drill.assertNothingLost(load);

        Map<String, Integer> timesOrphaned = timesOrphaned(kills);
        Set<String> poison = drill.archived();
        assertThat(poison).allMatch(id -> timesOrphaned.getOrDefault(id, 0) >= 3);
        drill
            .journal()
            .runs()
            .forEach(
                (id, starts) ->
                    assertThat(starts.size())
                        .as("runs of %s", id)
                        .isLessThanOrEqualTo(1 + timesOrphaned.getOrDefault(id, 0)));
        drill.assertNoRetrySpent();
        DrillReport.line(
            "kill -9 of a worker",
            "%d kills in %.0f s, each of a worker with active tasks; %d tasks acknowledged, 0 lost; "
                + "%d orphaned, restarted after %.1f s (median) and %.1f s (longest); "
                + "%d tasks run more than once, all of them orphaned before; "
                + "0 retries spent, %d poison; drill %.0f s",
            kills.size(),
            (kills.get(kills.size() - 1).atMillis() - kills.get(0).atMillis()) / 1e3,
            load.acknowledged().size(),
            delays.count(),
            delays.medianMillis() / 1e3,
            delays.longestMillis() / 1e3,
            drill.tasksRunAgain(),
            poison.size(),
            (System.nanoTime() - begun) / 1e9);
        assertThat(Duration.ofMillis(delays.longestMillis())).isLessThan(RESTARTED_WITHIN);
        drill.assertNothingLeftAfterStop(living);
      }
    }
  }

  private static WorkerJvm launch(Drill drill) {
    return drill.launch(CONCURRENCY, Duration.ofSeconds(10));
  }

  /** Freezes the worker first, so that it is sure that it dies with tasks. */
  private static Kill kill(Drill drill, WorkerJvm victim) {
    drill
        .journal()
        .await(
            victim.name() + " holds tasks",
            Duration.ofSeconds(20),
            () -> {
              victim.freeze();
              boolean holds = !drill.activeOn(victim).isEmpty();
              if (!holds) {
                victim.thaw();
              }
              return holds;
            });
    long at = System.currentTimeMillis();
    victim.kill();
    // What it had sent before is in Redis' buffers, and is handled before a second round trip.
    drill.redis().ping();
    drill.redis().ping();
    Set<String> orphans = drill.activeOn(victim);
    assertThat(orphans).as("active on %s", victim.name()).isNotEmpty();
    return new Kill(victim.name(), at, orphans);
  }

  private static Map<String, Integer> timesOrphaned(List<Kill> kills) {
    Map<String, Integer> times = new HashMap<>();
    kills.forEach(kill -> kill.orphans().forEach(id -> times.merge(id, 1, Integer::sum)));
    return times;
  }

  private record Delays(int count, long medianMillis, long longestMillis) {}

  /** Waits until each orphan was started again, or is poison; tells how long that took. */
  private static Delays awaitRestarts(Drill drill, List<Kill> kills) {
    List<Long> delays = new ArrayList<>();
    for (Kill kill : kills) {
      for (String id : kill.orphans()) {
        drill
            .journal()
            .await(
                id + ", active on " + kill.worker() + " when that was killed, runs again",
                RESTARTED_WITHIN.multipliedBy(3),
                () -> restart(drill, kill, id) >= 0 || drill.archived().contains(id));
        long restart = restart(drill, kill, id);
        if (restart >= 0) {
          delays.add(restart - kill.atMillis());
        }
      }
    }
    Collections.sort(delays);
    return new Delays(delays.size(), delays.get(delays.size() / 2), delays.get(delays.size() - 1));
  }

  private static long restart(Drill drill, Kill kill, String id) {
    return drill.journal().starts(id).stream()
        .filter(start -> !start.worker().equals(kill.worker()))
        .mapToLong(Entry::atMillis)
        .filter(at -> at >= kill.atMillis())
        .findFirst()
        .orElse(-1);
  }
}
