package io.kronosq.it.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.it.drills.Entry.Kind;
import io.kronosq.testing.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RedisOutageIT {
  private static final Duration AWAY = Duration.ofSeconds(30);
  private static final Duration RESUMED_WITHIN = Duration.ofSeconds(10);
  private static final int KILLS = 3;

  @TempDir private Path folder;

  @Test
  @Timeout(180)
  void workResumesByItselfWhenRedisComesBackWithItsDataAfterThirtySeconds() {
    long begun = System.nanoTime();
    EmbeddedRedis redis = EmbeddedRedis.builder().folder(folder).port(TestRedis.freePort()).build();
    try (Drill drill = new Drill("outage", redis)) {
      List<WorkerJvm> workers = drill.launchTwo();
      try (Load load = drill.load(400)) {
        drill.journal().awaitEnded(500);

        redis.close();
        Drill.elapse(AWAY);
        redis.start();
        Resumed resumed = Resumed.await(drill.journal(), RESUMED_WITHIN);

        drill.journal().awaitEnded(drill.journal().endedTasks() + 1000);
        load.stop();
        drill.assertNothingLost(load);
        drill.assertNoRetrySpent();
        assertThat(drill.archived()).isEmpty();
        long twice = drill.tasksRunAgain();
        DrillReport.line(
            "Redis stopped for 30 s",
            "%d tasks acknowledged, 0 lost; first task started %.2f s and first completion stored %.2f s "
                + "after Redis' return; %d tasks run more than once, %d taken for crashed; "
                + "%d enqueues failed as not written, %d as unknown; drill %.0f s",
            load.acknowledged().size(),
            resumed.startedAfterMillis() / 1e3,
            resumed.completedAfterMillis() / 1e3,
            twice,
            drill.journal().of(Kind.RECOVERED).size(),
            load.notWritten(),
            load.unanswered().size(),
            (System.nanoTime() - begun) / 1e9);
        assertThat(twice).isZero();
        drill.assertNothingLeftAfterStop(workers);
      }
    }
  }

  @Test
  @Timeout(180)
  void nothingAcknowledgedIsLostWhenRedisIsKilledAndWritesEachCommandToDisk() {
    long begun = System.nanoTime();
    EmbeddedRedis redis =
        EmbeddedRedis.builder()
            .folder(folder)
            .port(TestRedis.freePort())
            .setting("appendfsync", "always")
            .build();
    try (Drill drill = new Drill("redis-kill", redis)) {
      List<WorkerJvm> workers = drill.launchTwo();
      try (Load load = drill.load(400)) {
        List<Resumed> resumed = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
          drill.journal().awaitEnded(drill.journal().endedTasks() + 300);
          ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
          process.destroyForcibly();
          process.onExit().join();
          redis.start();
          resumed.add(Resumed.await(drill.journal(), RESUMED_WITHIN));
        }
        drill.journal().awaitEnded(drill.journal().endedTasks() + 300);
        load.stop();
        drill.assertNothingLost(load);
        drill.assertNoRetrySpent();
        assertThat(drill.archived()).isEmpty();
        long twice = drill.tasksRunAgain();
        DrillReport.line(
            "kill -9 of Redis with appendfsync always",
            "%d kills, each followed by a start; %d tasks acknowledged, 0 lost; first completion stored "
                + "%.2f s after Redis' return at the latest; %d tasks run more than once, %d taken for crashed; "
                + "%d enqueues failed as not written, %d as unknown; drill %.0f s",
            KILLS,
            load.acknowledged().size(),
            resumed.stream().mapToLong(Resumed::completedAfterMillis).max().orElseThrow() / 1e3,
            twice,
            drill.journal().of(Kind.RECOVERED).size(),
            load.notWritten(),
            load.unanswered().size(),
            (System.nanoTime() - begun) / 1e9);
        assertThat(twice).isZero();
        drill.assertNothingLeftAfterStop(workers);
      }
    }
  }
}
