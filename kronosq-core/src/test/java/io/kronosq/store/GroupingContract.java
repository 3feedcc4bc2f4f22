package io.kronosq.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kronosq.inspect.GroupInfo;
import io.kronosq.inspect.TaskAction;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.store.InspectStore.Range;
import io.kronosq.task.Aggregation;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.Due;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do with tasks that wait in groups. */
public abstract class GroupingContract {
  protected static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MILLI = Duration.ofMillis(1);

  protected final String queue = "q-" + UUID.randomUUID();
  private TaskStore store;

  /** Opens the store under test. */
  protected abstract TaskStore open();

  @BeforeEach
  void openStore() {
    store = open();
    Await.answer(store.join(queue, "me", HOUR));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  protected static Aggregation how(int maxSize, Duration maxDelay, Duration gracePeriod) {
    return new Aggregation(maxSize, maxDelay, gracePeriod);
  }

  protected static NewTask grouped(String id, String group, Aggregation how) {
    return grouped(id, group, how, new byte[] {1, '\n', 2});
  }

  private static NewTask grouped(String id, String group, Aggregation how, byte[] payload) {
    Envelope envelope =
        new Envelope(
            "type",
            payload,
            Instant.ofEpochMilli(1_700_000_000_000L),
            7,
            Duration.ofSeconds(9),
            Instant.ofEpochMilli(4_000_000_000_000L),
            HOUR,
            null,
            Map.of("id", id));
    return new NewTask(
        id,
        true,
        EnvelopeCodec.encode(envelope),
        Due.NOW,
        null,
        null,
        new NewTask.Group("type", group, how, BatchCodec.frame(envelope)));
  }

  protected final void enqueue(NewTask... tasks) {
    assertThat(Await.answer(store.enqueue(queue, List.of(tasks)))).isEmpty();
  }

  private void enqueueMany(int from, int to, Aggregation how) {
    enqueue(
        IntStream.range(from, to)
            .mapToObj(i -> grouped("t" + i, "g", how))
            .toArray(NewTask[]::new));
  }

  private ClaimReply claim(int most, Transition... settled) {
    return Await.answer(store.claim(new ClaimRequest(queue, "me", most, List.of(settled))));
  }

  /** Waits for one batch, and answers its tasks. */
  private List<String> nextBatch() {
    return idsOf(nextTask());
  }

  private ClaimedTask nextTask() {
    List<ClaimedTask> taken = new ArrayList<>();
    Await.until("a batch is pending", () -> taken.addAll(claim(1).tasks()));
    return taken.get(0);
  }

  private static List<String> idsOf(ClaimedTask task) {
    Envelope batch = EnvelopeCodec.decode(task.envelope());
    assertThat(batch.batch()).isTrue();
    return BatchCodec.members(batch.payload()).stream().map(BatchCodec.Member::id).toList();
  }

  protected final void claimAndAcknowledge() {
    claim(0, new Transition.Acknowledge(nextTask().id(), null));
  }

  private long aggregating() {
    return Await.answer(store.queue(queue)).aggregating();
  }

  private TaskState stateOf(String id) {
    return Await.answer(store.task(queue, id)).map(task -> task.state()).orElse(null);
  }

  @Test
  void aRowOfAnOutboxJoinsItsGroupOnce() {
    NewTask row =
        grouped("a", "g", new Aggregation(1, HOUR, HOUR)).fromRow(new NewTask.Row("outbox", 1, 1));
    enqueue(row);
    assertThat(nextBatch()).containsExactly("a");
    enqueue(row);
    assertThat(claim(10).tasks()).isEmpty();
  }

  @Test
  void aFullGroupBecomesOneBatchAtOnceInTheOrderOfItsTasks() {
    enqueueMany(0, 7, how(3, HOUR, HOUR));
    assertThat(Await.answer(store.queue(queue)).pending()).isEqualTo(2);
    assertThat(aggregating()).isEqualTo(1);
    ClaimReply reply = claim(9);
    assertThat(reply.tasks())
        .extracting(GroupingContract::idsOf)
        .containsExactly(List.of("t0", "t1", "t2"), List.of("t3", "t4", "t5"));
    assertThat(reply.tasks())
        .extracting(ClaimedTask::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.length() == 26);
    assertThat(claim(9).tasks()).isEmpty();
  }

  @Test
  void aBatchIsMadeOfWhatWasEnqueuedAndOfTheFirstTasksOptions() {
    enqueue(grouped("a", "g", how(2, HOUR, HOUR)), grouped("b", "g", how(2, HOUR, HOUR)));
    Envelope batch = EnvelopeCodec.decode(claim(1).tasks().get(0).envelope());
    assertThat(batch.type()).isEqualTo("type");
    assertThat(batch.maxRetry()).isEqualTo(7);
    assertThat(batch.timeout()).isEqualTo(Duration.ofSeconds(9));
    assertThat(batch.deadline()).isEqualTo(Instant.ofEpochMilli(4_000_000_000_000L));
    assertThat(batch.retention()).isEqualTo(HOUR);
    assertThat(batch.headers()).isEmpty();
    Envelope second = EnvelopeCodec.decode(BatchCodec.members(batch.payload()).get(1).envelope());
    assertThat(second.payload()).containsExactly(1, '\n', 2);
    assertThat(second.headers()).containsExactly(Map.entry("id", "b"));
  }

  @Test
  void aGroupIsDueAGracePeriodAfterItsLastTask() {
    enqueueMany(0, 2, how(9, HOUR, Duration.ofMillis(50)));
    assertThat(nextBatch()).containsExactly("t0", "t1");
    assertThat(aggregating()).isZero();
  }

  @Test
  void aGroupIsDueAtTheLatestItsLongestDelayAfterItsFirstTask() {
    enqueueMany(0, 2, how(9, Duration.ofMillis(50), HOUR));
    assertThat(nextBatch()).containsExactly("t0", "t1");
  }

  @Test
  void theFirstTaskDecidesAboutTheWholeGroup() {
    enqueueMany(0, 1, how(3, HOUR, HOUR));
    enqueueMany(1, 2, how(1, MILLI, MILLI));
    assertThat(claim(9).tasks()).isEmpty();
    enqueueMany(2, 3, how(9, HOUR, HOUR));
    assertThat(nextBatch()).containsExactly("t0", "t1", "t2");
  }

  @Test
  void aClaimSaysWhenTheNextGroupIsDue() {
    assertThat(claim(1).nextDueIn()).isNull();
    enqueue(grouped("a", "g", how(9, HOUR, HOUR)));
    assertThat(claim(1).nextDueIn()).isBetween(HOUR.minusMinutes(1), HOUR);
    enqueue(grouped("b", "other", how(9, Duration.ofMinutes(1), HOUR)));
    assertThat(claim(1).nextDueIn()).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aNewGroupWakesAnIdleServer() {
    enqueue(grouped("a", "g", how(9, HOUR, HOUR)));
    assertThat(Await.answer(store.awaitWork(queue, Duration.ofSeconds(1)))).isTrue();
    assertThat(claim(1).tasks()).isEmpty();
    enqueue(grouped("b", "g", how(2, HOUR, HOUR)));
    assertThat(Await.answer(store.awaitWork(queue, MILLI.multipliedBy(10)))).isFalse();
  }

  @Test
  void groupsAndTypesAreNotMixed() {
    enqueue(
        grouped("a", "g", how(2, HOUR, HOUR)),
        grouped("b", "g2", how(2, HOUR, HOUR)),
        grouped("c", "g", how(2, HOUR, HOUR)),
        grouped("d", "g2", how(2, HOUR, HOUR)));
    assertThat(claim(9).tasks())
        .extracting(GroupingContract::idsOf)
        .containsExactly(List.of("a", "c"), List.of("b", "d"));
  }

  @Test
  void largeTasksMakeSmallerBatches() {
    byte[] large = new byte[1_500_000];
    for (int i = 0; i < 4; i++) {
      enqueue(grouped("t" + i, "g", how(9, HOUR, HOUR), large));
    }
    assertThat(nextBatch()).containsExactly("t0", "t1", "t2");
    assertThat(aggregating()).isEqualTo(1);
  }

  @Test
  void aBatchOfTheLargestSizeIsClaimedInOnePiece() {
    Aggregation largest = how(Aggregation.MAX_SIZE, HOUR, HOUR);
    enqueueMany(0, 500, largest);
    enqueueMany(500, 1_000, largest);
    assertThat(nextBatch()).hasSize(1_000).startsWith("t0", "t1").endsWith("t999");
  }

  @Test
  void anIdThatWaitsInAGroupIsTaken() {
    NewTask first = grouped("a", "g", how(9, HOUR, HOUR));
    enqueue(first);
    assertThat(Await.answer(store.enqueue(queue, List.of(first))))
        .isEqualTo(Map.of(0, Encounter.refused("a")));
    NewTask single = new NewTask("a", true, first.envelope(), Due.NOW, null);
    assertThat(Await.answer(store.enqueue(queue, List.of(single))))
        .isEqualTo(Map.of(0, Encounter.refused("a")));
    assertThat(Await.answer(store.partitions().conflicts(queue, List.of(single))))
        .isEqualTo(Map.of(0, "a"));
  }

  @Test
  void anIdThatIsPendingIsTakenForAGroupToo() {
    NewTask grouped = grouped("a", "g", how(9, HOUR, HOUR));
    enqueue(new NewTask("a", true, grouped.envelope(), Due.NOW, null));
    assertThat(Await.answer(store.enqueue(queue, List.of(grouped))))
        .isEqualTo(Map.of(0, Encounter.refused("a")));
  }

  @Test
  void groupsAreToldWithSizeAndTime() {
    enqueueMany(0, 3, how(9, HOUR, HOUR.dividedBy(2)));
    enqueue(grouped("x", "sooner", how(9, Duration.ofMinutes(1), HOUR)));
    List<GroupInfo> groups = Await.answer(store.inspection().groups(queue, 10));
    assertThat(groups).extracting(GroupInfo::name).containsExactly("sooner", "g");
    GroupInfo second = groups.get(1);
    assertThat(second.queue()).isEqualTo(queue);
    assertThat(second.type()).isEqualTo("type");
    assertThat(second.size()).isEqualTo(3);
    assertThat(second.dueAt())
        .isCloseTo(claim(0).now().plus(HOUR.dividedBy(2)), within(10, ChronoUnit.SECONDS));
  }

  @Test
  void aGroupMayBeProcessedBeforeItIsDue() {
    enqueueMany(0, 2, how(9, HOUR, HOUR));
    claim(1);
    assertThat(Await.answer(store.inspection().runGroup(queue, "type", "other"))).isZero();
    assertThat(Await.answer(store.inspection().runGroup(queue, "type", "g"))).isEqualTo(2);
    assertThat(Await.answer(store.awaitWork(queue, Duration.ofSeconds(1)))).isTrue();
    assertThat(nextBatch()).containsExactly("t0", "t1");
  }

  @Test
  void aWaitingTaskIsFoundAndDeleted() {
    enqueueMany(0, 3, how(9, HOUR, HOUR));
    assertThat(stateOf("t1")).isEqualTo(TaskState.AGGREGATING);
    assertThat(Await.answer(store.inspection().apply(queue, TaskAction.DELETE, List.of("t1"))))
        .isEqualTo(Map.of("t1", TaskState.AGGREGATING));
    assertThat(stateOf("t1")).isNull();
    assertThat(aggregating()).isEqualTo(2);
    Await.answer(store.inspection().runGroup(queue, "type", "g"));
    assertThat(nextBatch()).containsExactly("t0", "t2");
  }

  @Test
  void aGroupWhoseTasksAreDeletedIsGone() {
    enqueueMany(0, 2, how(9, HOUR, HOUR));
    Await.answer(store.inspection().apply(queue, TaskAction.DELETE, List.of("t0", "t1")));
    assertThat(Await.answer(store.inspection().groups(queue, 10))).isEmpty();
    assertThat(claim(1).nextDueIn()).isNull();
  }

  @Test
  void waitingTasksAreListedInPages() {
    enqueueMany(0, 5, how(9, HOUR, HOUR));
    assertThat(Await.answer(store.inspection().extent(queue, TaskState.AGGREGATING)))
        .extracting(Extent::size)
        .isEqualTo(5L);
    List<String> listed = new ArrayList<>();
    Listing page = list(null);
    while (true) {
      page.entries().forEach(entry -> listed.add(entry.task().ref().id()));
      if (page.last()) {
        break;
      }
      page = list(page.entries().get(page.entries().size() - 1).place());
    }
    assertThat(listed).containsExactly("t0", "t1", "t2", "t3", "t4");
  }

  private Listing list(String after) {
    return Await.answer(
        store.inspection().list(queue, TaskState.AGGREGATING, new Range(after, null), 2));
  }

  @Test
  void aQueueWithWaitingTasksIsDroppedOnlyByForce() {
    enqueueMany(0, 2, how(9, HOUR, HOUR));
    assertThat(Await.answer(store.inspection().drop(queue, false))).isEqualTo(2);
    assertThat(Await.answer(store.inspection().drop(queue, true))).isZero();
    assertThat(aggregating()).isZero();
    assertThat(Await.answer(store.inspection().groups(queue, 10))).isEmpty();
    assertThat(claim(1).nextDueIn()).isNull();
  }

  @Test
  void whatIsLeftOfABatchIsTriedAgainOrArchived() {
    enqueueMany(0, 3, how(3, HOUR, HOUR));
    ClaimedTask batch = nextTask();
    Envelope whole = EnvelopeCodec.decode(batch.envelope());
    byte[] two = BatchCodec.keeping(whole, List.of("t0", "t2"));
    claim(0, new Transition.Retry(batch.id(), MILLI, AttemptLog.NONE, two));
    ClaimedTask again = nextTask();
    assertThat(again.id()).isEqualTo(batch.id());
    assertThat(idsOf(again)).containsExactly("t0", "t2");
    byte[] one = BatchCodec.keeping(whole, List.of("t2"));
    claim(
        0,
        new Transition.Archive(
            batch.id(), null, AttemptLog.NONE, new ArchiveLimits(10, HOUR), one));
    Await.answer(store.inspection().apply(queue, TaskAction.RUN, List.of(batch.id())));
    assertThat(nextBatch()).containsExactly("t2");
  }

  @Test
  void whatIsLeftIsNotStoredForATaskThatIsNoLongerHeld() {
    enqueueMany(0, 2, how(2, HOUR, HOUR));
    ClaimedTask batch = nextTask();
    byte[] one = BatchCodec.keeping(EnvelopeCodec.decode(batch.envelope()), List.of("t1"));
    claim(0, new Transition.Return(batch.id()));
    assertThat(claim(0, new Transition.Retry(batch.id(), MILLI, AttemptLog.NONE, one)).refused())
        .containsExactly(batch.id());
    assertThat(nextBatch()).containsExactly("t0", "t1");
  }

  @Test
  void aBatchOfADeadServerIsTakenBackWhole() {
    Await.answer(store.join(queue, "dead", Duration.ofMillis(1)));
    enqueueMany(0, 2, how(2, HOUR, HOUR));
    List<ClaimedTask> taken =
        Await.answer(store.claim(new ClaimRequest(queue, "dead", 1, List.of()))).tasks();
    assertThat(taken).hasSize(1);
    RecoveryPolicy policy = new RecoveryPolicy(3, 5, new ArchiveLimits(10, HOUR));
    Await.until(
        "the dead server is recovered",
        () -> !Await.answer(store.recover(queue, "dead", policy)).tasks().isEmpty());
    assertThat(nextBatch()).containsExactly("t0", "t1");
  }

  @Test
  void aTypeWithManyCharactersMakesABatchToo() {
    for (String type : List.of("t".repeat(31), "t".repeat(32), "ü".repeat(255))) {
      Envelope envelope =
          new Envelope(
              type,
              type.getBytes(UTF_8),
              Instant.EPOCH,
              25,
              Duration.ofMinutes(30),
              null,
              Duration.ZERO,
              null,
              Map.of());
      NewTask.Group group =
          new NewTask.Group(type, "g", how(1, HOUR, HOUR), BatchCodec.frame(envelope));
      enqueue(
          new NewTask(
              "x" + type.length(),
              false,
              EnvelopeCodec.encode(envelope),
              Due.NOW,
              null,
              null,
              group));
      ClaimedTask task = nextTask();
      assertThat(EnvelopeCodec.decode(task.envelope()).type()).isEqualTo(type);
      assertThat(idsOf(task)).containsExactly("x" + type.length());
    }
  }
}
