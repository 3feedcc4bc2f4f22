package io.kronosq.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.store.Confirmation;
import io.kronosq.store.Encounter;
import io.kronosq.store.Layout;
import io.kronosq.store.NewTask;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.StoreException;
import io.kronosq.store.StoreException.Kind;
import io.kronosq.task.Due;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.task.TaskRef;
import io.kronosq.task.Unique;
import io.kronosq.testing.ManualLoop;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionedEnqueueTest {
  private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Layout SIX = Layout.of("q", 6);
  private static final Layout FOUR = Layout.of("q", 4);

  private final ManualLoop loop = new ManualLoop();
  private final FakeStore fake = new FakeStore(loop);
  private final EnqueueBatcher batcher = new EnqueueBatcher(fake.store(), TIMEOUT, loop);

  private void has(Layout current, Layout... former) {
    fake.partitions.stored.put("q", new QueueLayouts(current, Arrays.asList(former)));
    fake.partitions.known.remove("q");
  }

  private static PendingEnqueue plain() {
    return new PendingEnqueue(
        new PreparedTask(
            "type",
            "q",
            new NewTask(ULID, false, new byte[10], Due.NOW, null),
            null,
            Confirmation.NONE));
  }

  private static PendingEnqueue keyed(String key) {
    return new PendingEnqueue(
        new PreparedTask(
            "type",
            "q",
            new NewTask(ULID, false, new byte[10], Due.NOW, null),
            key,
            Confirmation.NONE));
  }

  private static PendingEnqueue chosen(String id) {
    return new PendingEnqueue(
        new PreparedTask(
            "type",
            "q",
            new NewTask(id, true, new byte[10], Due.NOW, null),
            null,
            Confirmation.NONE));
  }

  private static PendingEnqueue locked(String digest, String key) {
    NewTask.Lock lock = new NewTask.Lock(digest, TIMEOUT, Unique.Release.ON_FINISH);
    return new PendingEnqueue(
        new PreparedTask(
            "type",
            "q",
            new NewTask(ULID, false, new byte[10], Due.NOW, lock),
            key,
            Confirmation.NONE));
  }

  private PendingEnqueue submit(PendingEnqueue enqueue) {
    batcher.submit(enqueue);
    loop.run();
    return enqueue;
  }

  private FakeStore.Call last() {
    return fake.calls.get(fake.calls.size() - 1);
  }

  private void answerAll() {
    for (int i = 0; i < fake.calls.size(); i++) {
      fake.calls.get(i).stored();
    }
  }

  private void moved(FakeStore.Call call) {
    call.answer().completeExceptionally(new StoreException(Kind.MOVED, "moved", null));
  }

  @Test
  void anUnpartitionedQueueIsSentToAsItIs() {
    PendingEnqueue task = submit(keyed("customer"));
    assertThat(last().queue()).isEqualTo("q");
    assertThat(last().ids()).containsExactly(ULID);
    last().stored();
    assertThat(task).isCompletedWithValue(new TaskRef("q", ULID));
    assertThat(fake.partitions.questions).isEmpty();
    assertThat(fake.partitions.readings).isZero();
  }

  @Test
  void anIdTellsThePartitionThatItWentTo() {
    has(SIX);
    PendingEnqueue task = submit(plain());
    String id = last().ids().get(0);
    assertThat(id).isEqualTo(ULID + SIX.idSuffix(last().queue()));
    assertThat(SIX.partitionOfId(id)).isEqualTo(last().queue());
    last().stored();
    assertThat(task).isCompletedWithValue(new TaskRef("q", id));
  }

  @Test
  void anOrderingKeyLeadsToItsPartitionBeforeALockOrAnId() {
    has(SIX);
    submit(keyed("customer"));
    assertThat(last().queue()).isEqualTo(SIX.partitionOfKey("customer"));
    assertThat(last().ids().get(0)).endsWith(SIX.idSuffix(last().queue()));
    submit(locked("digest", "other"));
    assertThat(last().queue()).isEqualTo(SIX.partitionOfKey("other"));
  }

  @Test
  void aLockLeadsToItsPartition() {
    has(SIX);
    for (String digest : List.of("a", "b", "c", "d")) {
      submit(locked(digest, null));
      assertThat(last().queue()).isEqualTo(SIX.partitionOfKey(digest));
      last().stored();
    }
  }

  @Test
  void aChosenIdLeadsToItsPartitionAndStaysAsItIs() {
    has(SIX);
    submit(chosen("order-7"));
    assertThat(last().queue()).isEqualTo(SIX.partitionOfKey("order-7"));
    assertThat(last().ids()).containsExactly("order-7");
  }

  @Test
  void anIdThatWasGeneratedLeadsBackToItsPartitionWhenItIsEnqueuedAgain() {
    has(SIX);
    submit(plain());
    FakeStore.Call first = last();
    first.stored();
    submit(chosen(first.ids().get(0)));
    assertThat(last().queue()).isEqualTo(first.queue());
    assertThat(last().ids()).isEqualTo(first.ids());
  }

  @Test
  void whatCanGoAnywhereGoesInLargeBatchesOverAllPartitions() {
    has(SIX);
    batcher.submitAll(IntStream.range(0, 6_000).mapToObj(i -> plain()).toList());
    loop.run();
    answerAll();
    assertThat(fake.calls).hasSize(12).allMatch(call -> call.ids().size() == 500);
    assertThat(tasksByPartition().values()).hasSize(6).containsOnly(1_000);
  }

  @Test
  void partitionsGetEvenSharesWhateverTheSizesOfBatches() {
    has(SIX);
    for (int i = 0; i < 300; i++) {
      int size = i % 2 == 0 ? 400 : 1;
      batcher.submitAll(IntStream.range(0, size).mapToObj(t -> plain()).toList());
      loop.run();
      answerAll();
    }
    assertThat(tasksByPartition().values()).allMatch(tasks -> tasks > 9_000 && tasks < 11_000);
  }

  private Map<String, Integer> tasksByPartition() {
    Map<String, Integer> tasks = new HashMap<>();
    fake.calls.forEach(call -> tasks.merge(call.queue(), call.ids().size(), Integer::sum));
    return tasks;
  }

  @Test
  void whatArrivesDuringACallStillGoesOutTogether() {
    has(SIX);
    submit(plain());
    submit(plain());
    submit(plain());
    assertThat(fake.calls).hasSize(1);
    last().stored();
    assertThat(fake.calls).hasSize(2);
    assertThat(last().ids()).hasSize(2);
  }

  @Test
  void boundTasksDoNotWaitForOtherPartitions() {
    has(SIX);
    submit(keyed("a"));
    String other =
        IntStream.range(0, 100)
            .mapToObj(i -> "k" + i)
            .filter(key -> !SIX.partitionOfKey(key).equals(SIX.partitionOfKey("a")))
            .findFirst()
            .orElseThrow();
    submit(keyed(other));
    submit(plain());
    assertThat(fake.calls).hasSize(3);
  }

  @Test
  void manyClientsThatEnqueueOneTaskDoNotAllBeginWithTheSamePartition() {
    has(SIX);
    Set<String> used =
        IntStream.range(0, 100)
            .mapToObj(
                i -> {
                  EnqueueBatcher one = new EnqueueBatcher(fake.store(), TIMEOUT, loop);
                  one.submit(plain());
                  loop.run();
                  return last().queue();
                })
            .collect(Collectors.toSet());
    assertThat(used).hasSizeGreaterThan(3);
  }

  @Test
  void theFirstEnqueueReadsTheLayoutsOnceForAll() {
    has(SIX);
    fake.partitions.unread = true;
    submit(plain());
    submit(plain());
    assertThat(fake.partitions.readings).isEqualTo(1);
    assertThat(SIX.partitions()).contains(last().queue());
  }

  @Test
  void whileLayoutsCantBeReadATaskWaitsUntilItsTimeIsOver() {
    fake.partitions.unread = true;
    fake.partitions.failure = new StoreException(Kind.NOT_CONNECTED, "away", null);
    PendingEnqueue task = submit(plain());
    loop.advance(Duration.ofSeconds(4));
    assertThat(task).isNotDone();
    PendingEnqueue later = submit(plain());
    loop.advance(Duration.ofSeconds(2));
    assertThat(task).isCompletedExceptionally();
    fake.partitions.failure = null;
    loop.advance(Duration.ofSeconds(1));
    assertThat(last().ids()).hasSize(1);
    last().stored();
    assertThat(later).isCompleted();
  }

  @Test
  void aPartitionWithoutConnectionIsLeftOutByWhatCanGoElsewhere() {
    has(SIX);
    submit(plain());
    String away = last().queue();
    last().answer().completeExceptionally(new StoreException(Kind.NOT_CONNECTED, "away", null));
    assertThat(last().queue()).isNotEqualTo(away);
    assertThat(last().ids().get(0)).isEqualTo(ULID + SIX.idSuffix(last().queue()));
  }

  @Test
  void boundTasksWaitForTheirPartition() {
    has(SIX);
    fake.failure = new StoreException(Kind.NOT_CONNECTED, "away", null);
    PendingEnqueue task = submit(keyed("a"));
    fake.failure = null;
    loop.advance(Duration.ofMillis(100));
    assertThat(last().queue()).isEqualTo(SIX.partitionOfKey("a"));
    last().stored();
    assertThat(task).isCompleted();
  }

  @Test
  void aTaskThatMayMeetOthersFirstAsksWhereItWouldHaveBeen() {
    has(SIX, FOUR, Layout.of("q", 1));
    PendingEnqueue task = submit(locked("digest", null));
    assertThat(fake.calls).isEmpty();
    assertThat(fake.partitions.questions)
        .extracting(FakePartitions.Question::partition)
        .containsExactly(FOUR.partitionOfKey("digest"), "q");
    fake.partitions.questions.forEach(question -> question.answer().complete(Map.of()));
    assertThat(last().queue()).isEqualTo(SIX.partitionOfKey("digest"));
    last().stored();
    assertThat(task).isCompleted();
  }

  @Test
  void aTaskThatMeetsAFormerOneIsRefusedAndTheOthersAreStored() {
    has(Layout.of("q", 1), SIX);
    List<PendingEnqueue> all = List.of(plain(), chosen("a"), chosen("b"), plain());
    batcher.submitAll(all);
    loop.run();
    for (FakePartitions.Question question : fake.partitions.questions) {
      question.answer().complete(question.ids().contains("a") ? met(question, "a") : Map.of());
    }
    assertThat(last().ids()).hasSize(3).contains("b").doesNotContain("a");
    last().answer().complete(Map.of(1, Encounter.refused("other")));
    assertThat(all.get(0)).isCompleted();
    assertThat(all.get(3)).isCompleted();
    assertThat(duplicateOf(all.get(1))).isEqualTo("a");
    assertThat(duplicateOf(all.get(2))).isEqualTo("other");
  }

  private static Map<Integer, String> met(FakePartitions.Question question, String id) {
    return Map.of(question.ids().indexOf(id), id);
  }

  private static String duplicateOf(PendingEnqueue enqueue) {
    Throwable failure = enqueue.handle((ref, thrown) -> thrown).join();
    assertThat(failure).isInstanceOf(DuplicateTaskException.class);
    return ((DuplicateTaskException) failure).existingTaskId();
  }

  @Test
  void aFormerPartitionThatDoesNotAnswerLeavesNoDoubt() {
    has(SIX, FOUR);
    PendingEnqueue task = submit(chosen("a"));
    fake.partitions
        .questions
        .get(0)
        .answer()
        .completeExceptionally(new StoreException(Kind.UNANSWERED, "lost", null));
    assertThat(task).isNotDone();
    loop.advance(Duration.ofMillis(100));
    assertThat(fake.partitions.questions).as("it is asked again").hasSize(2);
    loop.advance(Duration.ofSeconds(10));
    fake.partitions
        .questions
        .get(1)
        .answer()
        .completeExceptionally(new StoreException(Kind.UNANSWERED, "lost", null));
    Throwable failure = task.handle((ref, thrown) -> thrown).join();
    assertThat(((EnqueueException) failure).outcome()).isEqualTo(Outcome.NOT_WRITTEN);
  }

  @Test
  void whatIsNotConfirmedIsToldOfTheTaskThatIsThere() {
    fake.unconfirmed = "written, but nowhere else";
    List<PendingEnqueue> all = List.of(locked("a", null), locked("b", null), locked("c", null));
    batcher.submitAll(all);
    loop.run();
    last()
        .answer()
        .complete(Map.of(1, new Encounter("there", true), 2, Encounter.refused("other")));
    assertThat(unconfirmed(all.get(0))).isEqualTo(ULID);
    assertThat(unconfirmed(all.get(1))).isEqualTo("there");
    assertThat(duplicateOf(all.get(2))).isEqualTo("other");
  }

  private static String unconfirmed(PendingEnqueue enqueue) {
    EnqueueException failure = (EnqueueException) enqueue.handle((ref, thrown) -> thrown).join();
    assertThat(failure.outcome()).isEqualTo(Outcome.WRITTEN_UNCONFIRMED);
    assertThat(failure).hasMessageContaining(failure.taskId());
    return failure.taskId();
  }

  @Test
  void onlyTasksThatWereNotStoredFollowTheQueue() {
    List<PendingEnqueue> all = List.of(locked("a", null), locked("b", null), locked("c", null));
    batcher.submitAll(all);
    loop.run();
    fake.partitions.stored.put("q", new QueueLayouts(SIX, List.of()));
    last().answer().complete(Map.of(1, Encounter.MOVED, 2, Encounter.refused("other")));
    assertThat(all.get(0)).isCompletedWithValue(new TaskRef("q", ULID));
    assertThat(duplicateOf(all.get(2))).isEqualTo("other");
    assertThat(all.get(1)).isNotDone();
    assertThat(fake.calls).hasSize(2);
    assertThat(last().queue()).isEqualTo(SIX.partitionOfKey("b"));
    assertThat(last().ids()).hasSize(1);
    last().stored();
    assertThat(all.get(1)).isCompleted();
  }

  @Test
  void aTaskThatCameTooLateFollowsItsQueueToTheNewPartitions() {
    PendingEnqueue task = submit(locked("digest", null));
    fake.partitions.stored.put("q", new QueueLayouts(SIX, List.of(Layout.of("q", 1))));
    moved(last());
    assertThat(fake.partitions.questions).hasSize(1);
    fake.partitions.questions.get(0).answer().complete(Map.of());
    assertThat(last().queue()).isEqualTo(SIX.partitionOfKey("digest"));
    assertThat(last().ids()).containsExactly(ULID + SIX.idSuffix(last().queue()));
    last().stored();
    assertThat(task).isCompleted();
  }

  @Test
  void whileTheChangeIsUnderWayATaskTriesAgainAndAgain() {
    PendingEnqueue task = submit(chosen("a"));
    moved(last());
    for (int i = 0; i < 10; i++) {
      loop.advance(Duration.ofMillis(20));
      moved(last());
    }
    assertThat(fake.calls.size()).isBetween(5, 12);
    assertThat(task).isNotDone();
    loop.advance(Duration.ofMillis(20));
    last().stored();
    assertThat(task).isCompleted();
  }

  @Test
  void whatWasStoredBesideATaskThatMovedIsNotSentAgain() {
    PendingEnqueue free = plain();
    PendingEnqueue bound = chosen("a");
    batcher.submitAll(List.of(free, bound));
    loop.run();
    last().answer().complete(Map.of(1, Encounter.MOVED));
    assertThat(free).isCompletedWithValue(new TaskRef("q", ULID));
    assertThat(bound).isNotDone();
    loop.advance(Duration.ofMillis(20));
    assertThat(last().ids()).containsExactly("a");
  }

  @Test
  void whatWaitsIsSentByTheNewLayoutWhenTheOldOneIsGone() {
    has(SIX);
    submit(keyed("a"));
    PendingEnqueue waiting = submit(keyed("a"));
    has(FOUR, SIX);
    fake.calls.get(0).stored();
    assertThat(last().queue()).isEqualTo(FOUR.partitionOfKey("a"));
    assertThat(last().ids()).containsExactly(ULID + FOUR.idSuffix(last().queue()));
    last().stored();
    assertThat(waiting).isCompleted();
  }
}
