package io.kronosq.it.drills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.it.drills.Entry.Kind;
import io.kronosq.redis.RedisConfig;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class WorkerShutdownIT {
  private static final int TASKS = 8;
  private static final int ROUNDS = 4;
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  @Timeout(120)
  void anotherWorkerRunsTheTasksOfAWorkerThatIsToldToEndWithinASecond() {
    long begun = System.nanoTime();
    try (Drill drill = Drill.inMemory("shutdown");
        KronosClient client = KronosClient.open(RedisConfig.parse(drill.redisUri()))) {
      Journal journal = drill.journal();
      WorkerJvm ending = launchUntilWorking(drill, client);
      long longest = 0;
      int moved = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        // Both have slots free, so both wait for work when the tasks come back.
        WorkerJvm other = launchUntilWorking(drill, client);
        Set<String> held = drill.activeOn(ending);
        assertThat(held).isNotEmpty();
        WorkerJvm terminated = ending;

        long told = System.currentTimeMillis();
        terminated.terminate();
        journal.await(
            "the other worker has started all that " + terminated.name() + " held",
            SOON,
            () -> ids(journal.of(other.name(), Kind.START)).containsAll(held));
        longest =
            Math.max(
                longest,
                journal.of(other.name(), Kind.START).stream()
                        .filter(start -> held.contains(start.id()))
                        .mapToLong(Entry::atMillis)
                        .max()
                        .orElseThrow()
                    - told);
        terminated.awaitExit();
        assertThat(ids(journal.of(terminated.name(), Kind.INTERRUPTED))).isEqualTo(held);
        moved += held.size();
        ending = other;
      }

      WorkerJvm last = ending;
      Set<String> held = drill.activeOn(last);
      last.release(WorkerProcess.HOLD);
      journal.await(
          "all are done", SOON, () -> ids(journal.of(last.name(), Kind.SUCCEEDED)).equals(held));
      drill.awaitDrained();
      assertThat(journal.of(Kind.START)).allMatch(start -> start.crashes() == 0);
      assertThat(journal.of(Kind.END)).hasSameSizeAs(held);
      assertThat(journal.of(Kind.RECOVERED)).isEmpty();
      drill.assertNoRetrySpent();
      DrillReport.line(
          "SIGTERM of a worker, no grace period",
          "%d workers in turn, %d held tasks back in the queue and started by another worker "
              + "%.2f s after the signal at the latest; 0 retries spent, 0 taken for crashed; drill %.0f s",
          ROUNDS,
          moved,
          longest / 1e3,
          (System.nanoTime() - begun) / 1e9);
      assertThat(longest).isLessThan(1_000);
      drill.assertNothingLeftAfterStop(List.of(last));
    }
  }

  /** A new worker, with tasks enqueued until it has got one. */
  private static WorkerJvm launchUntilWorking(Drill drill, KronosClient client) {
    Journal journal = drill.journal();
    WorkerJvm worker = drill.launch(10 * TASKS, Duration.ZERO).awaitUp();
    while (journal.of(worker.name(), Kind.START).isEmpty()) {
      Set<String> task = enqueue(client, WorkerProcess.HOLD, "", 1);
      journal.await(
          "a worker has the task", SOON, () -> ids(journal.of(Kind.START)).containsAll(task));
    }
    journal.await(worker.name() + " is known", SOON, () -> !drill.activeOn(worker).isEmpty());
    return worker;
  }

  @Test
  @Timeout(90)
  void aWorkerThatIsToldToEndFinishesWhatItCanWithinItsGracePeriod() {
    long begun = System.nanoTime();
    Duration grace = Duration.ofSeconds(3);
    try (Drill drill = Drill.inMemory("grace");
        KronosClient client = KronosClient.open(RedisConfig.parse(drill.redisUri()))) {
      Journal journal = drill.journal();
      WorkerJvm ending = drill.launch(2 * TASKS, grace).awaitUp();
      Set<String> shorter = enqueue(client, WorkerProcess.WORK, "1500", TASKS);
      Set<String> longer = enqueue(client, WorkerProcess.HOLD, "", TASKS);
      journal.await(
          "all are running", SOON, () -> journal.of(ending.name(), Kind.START).size() == 2 * TASKS);
      WorkerJvm other = drill.launch(2 * TASKS, grace);
      ending.terminate();
      other.awaitUp();
      ending.awaitExit();
      journal.await(
          "the longer tasks run again",
          SOON,
          () -> journal.of(other.name(), Kind.START).size() >= TASKS);
      other.release(WorkerProcess.HOLD);
      journal.await(
          "they are done", SOON, () -> journal.of(other.name(), Kind.SUCCEEDED).size() == TASKS);
      drill.awaitDrained();
      assertThat(journal.of(ending.name(), Kind.END).stream().map(Entry::id))
          .containsExactlyInAnyOrderElementsOf(shorter);
      assertThat(journal.of(other.name(), Kind.START).stream().map(Entry::id))
          .containsExactlyInAnyOrderElementsOf(longer);
      drill.assertNoRetrySpent();
      assertThat(journal.of(Kind.RECOVERED)).isEmpty();
      DrillReport.line(
          "SIGTERM of a worker, grace period of 3 s",
          "%d tasks that ended in time ran once; %d that did not were run by another worker; "
              + "0 retries spent, 0 taken for crashed; drill %.0f s",
          TASKS,
          TASKS,
          (System.nanoTime() - begun) / 1e9);
      drill.assertNothingLeftAfterStop(List.of(other));
    }
  }

  private static Set<String> ids(List<Entry> entries) {
    Set<String> ids = new HashSet<>();
    entries.forEach(entry -> ids.add(entry.id()));
    return ids;
  }

  private static Set<String> enqueue(KronosClient client, String type, String payload, int count) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(Task.of(type, payload.getBytes(UTF_8)));
    }
    Set<String> ids = new HashSet<>();
    client.enqueueAll(tasks, EnqueueOption.queue(Drill.QUEUE)).forEach(ref -> ids.add(ref.id()));
    return ids;
  }
}
