package io.kronosq.it.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.it.drills.Entry.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConnectionKillIT {
  private static final int KILLS = 50;
  private static final Duration BETWEEN_KILLS = Duration.ofMillis(200);

  @Test
  @Timeout(120)
  void noTaskIsLostNorRunTwiceWhileAllConnectionsAreKilledEveryFifthOfASecond() {
    long begun = System.nanoTime();
    try (Drill drill = Drill.inMemory("connections")) {
      List<WorkerJvm> workers =
          List.of(drill.launch(8, Duration.ofSeconds(10)), drill.launch(8, Duration.ofSeconds(10)));
      workers.forEach(WorkerJvm::awaitUp);
      Journal journal = drill.journal();
      try (Load load = drill.load(400)) {
        journal.await(
            "work is under way", Duration.ofSeconds(30), () -> journal.endedTasks() >= 200);

        int before = journal.endedTasks();
        long firstKill = System.nanoTime();
        for (int i = 0; i < KILLS; i++) {
          drill.client("KILL", "TYPE", "normal");
          Drill.elapse(BETWEEN_KILLS.multipliedBy(i + 1).minusNanos(System.nanoTime() - firstKill));
        }
        int during = journal.endedTasks() - before;

        int after = journal.endedTasks();
        journal.await(
            "work goes on", Duration.ofSeconds(30), () -> journal.endedTasks() >= after + 500);
        load.stop();
        drill.assertNothingLost(load);
        drill.assertNoRetrySpent();
        assertThat(drill.archived()).isEmpty();
        long twice = drill.tasksRunAgain();
        DrillReport.line(
            "CLIENT KILL TYPE normal every 200 ms for 10 s",
            "%d kills; %d tasks acknowledged, 0 lost; %d run more than once, %d taken for crashed; "
                + "%d tasks done meanwhile; %d enqueues failed as not written, %d as unknown; drill %.0f s",
            KILLS,
            load.acknowledged().size(),
            twice,
            journal.of(Kind.RECOVERED).size(),
            during,
            load.notWritten(),
            load.unanswered().size(),
            (System.nanoTime() - begun) / 1e9);
        assertThat(during).as("tasks done while connections were killed").isGreaterThan(100);
        assertThat(twice).isZero();
        drill.assertNothingLeftAfterStop(workers);
      }
    }
  }
}
