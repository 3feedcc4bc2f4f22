package io.kronosq.it.drills;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.it.drills.Entry.Kind;
import io.kronosq.store.Layout;
import io.kronosq.task.Durability;
import io.kronosq.testing.TestCluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Producers and workers on a queue of six partitions, two on each master of a cluster. */
final class ClusterLoad implements AutoCloseable {
  private static final Layout LAYOUT = Layout.of(Exercise.QUEUE, 6);

  /** On the first master, as the second one is. */
  static final String FIRST_PARTITION = LAYOUT.partitions().get(0);

  private final long begun = System.nanoTime();
  private final FixtureDrill drill;
  private final List<WorkerJvm> workers;
  private final Load load;

  /** What was acknowledged while new tasks could not be spread evenly. */
  private final Set<String> unevenly = new HashSet<>();

  private ClusterLoad(String name, TestCluster redis, Durability durability) {
    drill = new FixtureDrill(name, redis, LAYOUT);
    workers = drill.launchTwo();
    load = drill.load(400, durability);
  }

  /** Returns when work is under way. */
  static ClusterLoad start(String name, TestCluster redis, Durability durability) {
    ClusterLoad work = new ClusterLoad(name, redis, durability);
    work.drill.journal().awaitEnded(600);
    return work;
  }

  private static boolean isOnFirstMaster(Entry entry) {
    return LAYOUT.partitions().indexOf(LAYOUT.partitionOfId(entry.id())) < 2;
  }

  /** Lets time pass; how many tasks of the other masters' partitions are done in it. */
  int endedElsewhereIn(Duration time) {
    int before = endedElsewhere();
    Exercise.elapse(time);
    return endedElsewhere() - before;
  }

  private int endedElsewhere() {
    return drill
        .journal()
        .where(entry -> entry.kind() == Kind.END && !isOnFirstMaster(entry))
        .size();
  }

  /** Has a fault happen during which new tasks can't be spread evenly, and are not to be. */
  void during(Runnable fault) {
    Set<String> before = Set.copyOf(load.acknowledged());
    fault.run();
    unevenly.addAll(load.acknowledged());
    unevenly.removeAll(before);
  }

  /** Waits until work of the first partition goes on. */
  Resumed awaitResumed(Duration atMost) {
    return Resumed.await(
        drill.journal(), entry -> LAYOUT.partitionOfId(entry.id()).equals(FIRST_PARTITION), atMost);
  }

  /** Lets work go on for a while, ends it and does the accounts. */
  @SuppressWarnings("AnnotateFormatMethod")
  void finish(String fault, String format, Object... figures) {
    Journal journal = drill.journal();
    journal.awaitEnded(journal.endedTasks() + 2000);
    load.stop();
    drill.assertNothingLost(load);
    Map<String, Long> received =
        load.acknowledged().stream()
            .filter(id -> !unevenly.contains(id))
            .collect(Collectors.groupingBy(LAYOUT::partitionOfId, Collectors.counting()));
    double even = received.values().stream().mapToLong(Long::longValue).average().orElseThrow();
    DrillReport.line(
        fault,
        "%d tasks acknowledged, 0 lost; %s; %d tasks run more than once, %d taken for crashed; "
            + "%d enqueues failed as not written, %d as unknown, %d as unconfirmed; "
            + "partitions received %.0f to %.0f %% of an even share where all could be reached; drill %.0f s",
        load.acknowledged().size(),
        String.format(Locale.ROOT, format, figures),
        drill.tasksRunAgain(),
        journal.of(Kind.RECOVERED).size(),
        load.notWritten(),
        load.unanswered().size(),
        load.unconfirmed().size(),
        100 * received.values().stream().mapToLong(Long::longValue).min().orElseThrow() / even,
        100 * received.values().stream().mapToLong(Long::longValue).max().orElseThrow() / even,
        (System.nanoTime() - begun) / 1e9);
    assertThat(received).hasSize(LAYOUT.count());
    assertThat(received.values())
        .as("tasks of each partition")
        .allSatisfy(tasks -> assertThat((double) tasks).isBetween(0.8 * even, 1.2 * even));
    drill.assertNoRetrySpent();
    drill.assertNothingLeftAfterStop(workers);
  }

  @Override
  public void close() {
    load.close();
    drill.close();
  }
}
