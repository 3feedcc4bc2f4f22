package io.kronosq.it.drills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.it.drills.Entry.Kind;
import io.kronosq.redis.RedisConfig;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class WorkerFreezeIT {
  private static final int EACH = 4;
  private static final Duration FROZEN = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Pattern CLIENT_ID = Pattern.compile("\\bid=(\\d+)");
  private static final String PAYLOAD = "100";

  @Test
  @Timeout(120)
  void aWorkerThatWasFrozenBeyondItsLeaseChangesNothingOfTasksThatOthersTookOver() {
    long begun = System.nanoTime();
    try (Drill drill = Drill.inMemory("freeze");
        KronosClient client = KronosClient.open(RedisConfig.parse(drill.redisUri()))) {
      Journal journal = drill.journal();
      WorkerJvm frozen = drill.launch(2 * EACH, Duration.ofSeconds(10)).awaitUp();
      Set<String> late = enqueue(client, WorkerProcess.HOLD, EACH);
      Set<String> running = enqueue(client, WorkerProcess.KEEP, EACH);
      Set<String> all = union(late, running);
      journal.await(
          "all run on the first worker", SOON, () -> startedOn(journal, frozen).equals(all));
      Set<Long> clientsOfFrozen = clients(drill);
      WorkerJvm owner = drill.launch(2 * EACH, Duration.ofSeconds(10)).awaitUp();

      frozen.freeze();
      long frozenAt = System.currentTimeMillis();
      journal.await(
          "all run on the second worker",
          Duration.ofSeconds(25),
          () -> startedOn(journal, owner).equals(all));
      double takenOver = (System.currentTimeMillis() - frozenAt) / 1e3;
      assertThat(journal.of(owner.name(), Kind.START))
          .allMatch(start -> start.crashes() == 1 && start.retried() == 0);
      Drill.elapse(FROZEN.minusMillis(System.currentTimeMillis() - frozenAt));

      // With scripts held back until both are sent, the frozen worker can't learn that its lease is
      // lost before it acknowledges what it has finished.
      drill.client("PAUSE", "10000", "WRITE");
      frozen.release(WorkerProcess.HOLD);
      frozen.thaw();
      journal.await(
          "the first worker has finished its late tasks",
          SOON,
          () -> ids(journal.of(frozen.name(), Kind.END)).equals(late));
      journal.await(
          "its acknowledge waits in Redis' buffer", SOON, () -> unread(drill, clientsOfFrozen));
      drill.client("UNPAUSE");
      journal.await(
          "an acknowledge is refused and the running handlers are interrupted",
          SOON,
          () ->
              !journal.of(frozen.name(), Kind.REFUSED).isEmpty()
                  && ids(journal.of(frozen.name(), Kind.INTERRUPTED)).equals(running));

      assertThat(drill.activeOn(owner)).isEqualTo(all);
      assertThat(drill.activeOn(frozen)).isEmpty();
      for (String id : all) {
        TaskInfo task = drill.inspector().task(Drill.QUEUE, id).orElseThrow();
        assertThat(task.state()).isEqualTo(TaskState.ACTIVE);
        assertThat(new String(task.payload(), UTF_8)).isEqualTo(PAYLOAD);
        assertThat(task.attempts().crashes()).isEqualTo(1);
        assertThat(task.attempts().retried()).isZero();
      }

      // The other worker has no slot free, so these prove that the first one works again.
      Set<String> fresh = enqueue(client, WorkerProcess.WORK, EACH);
      journal.await(
          "the first worker takes new tasks",
          SOON,
          () -> ids(journal.of(frozen.name(), Kind.SUCCEEDED)).equals(fresh));
      assertThat(frozen.identities()).hasSize(2);

      owner.release(WorkerProcess.HOLD);
      owner.release(WorkerProcess.KEEP);
      journal.await(
          "the new owner's tasks are done",
          SOON,
          () -> ids(journal.of(owner.name(), Kind.SUCCEEDED)).equals(all));
      drill.awaitDrained();
      assertThat(journal.of(owner.name(), Kind.END)).hasSize(2 * EACH);
      assertThat(journal.of(owner.name(), Kind.REFUSED)).isEmpty();
      assertThat(journal.of(Kind.RECOVERED)).hasSize(2 * EACH);
      List<Entry> refused = journal.of(frozen.name(), Kind.REFUSED);
      assertThat(refused.stream().map(Entry::id)).isSubsetOf(late).doesNotHaveDuplicates();
      drill.assertNoRetrySpent();
      drill.assertNothingLeftAfterStop(List.of(frozen, owner));
      DrillReport.line(
          "SIGSTOP of a worker beyond its lease",
          "%d running tasks taken over after %.1f s; after SIGCONT, of its %d late outcomes %d refused by Redis "
              + "and %d given up with the lost lease, 0 stored; %d running handlers interrupted; "
              + "%d tasks of the new owner intact, each done once by it; 0 retries spent; drill %.0f s",
          2 * EACH,
          takenOver,
          EACH,
          refused.size(),
          EACH - refused.size(),
          journal.of(frozen.name(), Kind.INTERRUPTED).size(),
          2 * EACH,
          (System.nanoTime() - begun) / 1e9);
    }
  }

  private static Set<String> enqueue(KronosClient client, String type, int count) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(Task.of(type, PAYLOAD.getBytes(UTF_8)));
    }
    Set<String> ids = new HashSet<>();
    client.enqueueAll(tasks, EnqueueOption.queue(Drill.QUEUE)).forEach(ref -> ids.add(ref.id()));
    return ids;
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  private static Set<String> startedOn(Journal journal, WorkerJvm worker) {
    return ids(journal.of(worker.name(), Kind.START));
  }

  private static Set<String> ids(List<Entry> entries) {
    Set<String> ids = new HashSet<>();
    entries.forEach(entry -> ids.add(entry.id()));
    return ids;
  }

  private static Set<Long> clients(Drill drill) {
    Set<Long> ids = new HashSet<>();
    Matcher client = CLIENT_ID.matcher(drill.redis().clientList());
    while (client.find()) {
      ids.add(Long.valueOf(client.group(1)));
    }
    return ids;
  }

  /** Whether one of these clients has sent more than the script that Redis holds back. */
  private static boolean unread(Drill drill, Set<Long> clients) {
    return drill
        .redis()
        .clientList()
        .lines()
        .filter(line -> line.contains(" cmd=evalsha"))
        .filter(line -> !line.contains(" qbuf=0 "))
        .map(CLIENT_ID::matcher)
        .anyMatch(client -> client.find() && clients.contains(Long.valueOf(client.group(1))));
  }
}
