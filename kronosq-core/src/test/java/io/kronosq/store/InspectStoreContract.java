package io.kronosq.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.TaskAction;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.InspectStore.Entry;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.store.InspectStore.Range;
import io.kronosq.task.Aggregation;
import io.kronosq.task.Attempt;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.Due;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.TaskError;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store must do for operators. */
public abstract class InspectStoreContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final ArchiveLimits LIMITS = new ArchiveLimits(1_000, Duration.ofDays(1));

  protected final String queue = "q-" + UUID.randomUUID();
  protected TaskStore store;

  protected abstract TaskStore open();

  @BeforeEach
  void openStore() {
    store = open();
    Await.answer(store.join(queue, "me", HOUR));
    Await.answer(store.join(queue, "other", HOUR));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static byte[] envelope(UniqueLock lock) {
    return EnvelopeCodec.encode(
        new Envelope(
            "type",
            new byte[] {1},
            Instant.ofEpochMilli(1_700_000_000_000L),
            EnqueueOptions.DEFAULT_MAX_RETRY,
            EnqueueOptions.DEFAULT_TIMEOUT,
            null,
            Duration.ZERO,
            lock,
            Map.of()));
  }

  protected final void enqueue(String... ids) {
    assertThat(enqueue(Due.NOW, ids)).isEmpty();
  }

  protected final Map<Integer, String> enqueue(Due due, String... ids) {
    return TaskStoreContract.refused(
        Await.answer(
            store.enqueue(
                queue,
                Arrays.stream(ids)
                    .map(id -> new NewTask(id, true, envelope(null), due, null))
                    .toList())));
  }

  private void enqueueGrouped(String id) {
    byte[] encoded = envelope(null);
    NewTask.Group group =
        new NewTask.Group(
            "type",
            "group",
            new Aggregation(10, HOUR, HOUR),
            BatchCodec.frame(EnvelopeCodec.decode(encoded)));
    NewTask task = new NewTask(id, true, encoded, Due.NOW, null, null, group);
    assertThat(Await.answer(store.enqueue(queue, List.of(task)))).isEmpty();
  }

  private void enqueueLocked(String id, Unique.Release release) {
    UniqueLock lock = new UniqueLock("digest", release);
    assertThat(
            Await.answer(
                store.enqueue(
                    queue,
                    List.of(
                        new NewTask(
                            id,
                            false,
                            envelope(lock),
                            Due.NOW,
                            new NewTask.Lock("digest", HOUR, release))))))
        .isEmpty();
  }

  protected final List<String> claim(String server, int max, Transition... settled) {
    return Await.answer(store.claim(new ClaimRequest(queue, server, max, List.of(settled))))
        .tasks()
        .stream()
        .map(ClaimedTask::id)
        .toList();
  }

  protected final Map<String, TaskState> apply(TaskAction action, String... ids) {
    return Await.answer(store.inspection().apply(queue, action, List.of(ids)));
  }

  private TaskState state(String id) {
    return Await.answer(store.task(queue, id)).map(TaskInfo::state).orElse(null);
  }

  private long pending() {
    return Await.answer(store.queue(queue)).pending();
  }

  /** A task of each state, with the state's name as its id. */
  private void oneOfEach() {
    enqueue("active", "retry", "archived", "completed");
    assertThat(claim("me", 4)).hasSize(4);
    claim(
        "me",
        0,
        new Transition.Retry("retry", HOUR, AttemptLog.NONE),
        new Transition.Archive("archived", null, AttemptLog.NONE, LIMITS),
        new Transition.Retain("completed", null, new byte[] {9}, HOUR));
    enqueue("pending");
    enqueue(new Due.After(HOUR), "scheduled");
    enqueueGrouped("aggregating");
    for (TaskState state : TaskState.values()) {
      assertThat(state(id(state))).isEqualTo(state);
    }
  }

  private static String id(TaskState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  static Stream<Arguments> actionsAndStates() {
    return Arrays.stream(TaskAction.values())
        .flatMap(action -> Arrays.stream(TaskState.values()).map(s -> Arguments.of(action, s)));
  }

  @ParameterizedTest
  @MethodSource("actionsAndStates")
  void anActionIsDoneToTasksOfItsStatesAndToNoOthers(TaskAction action, TaskState from) {
    oneOfEach();
    assertThat(apply(action, id(from))).containsExactly(Map.entry(id(from), from));
    TaskState after =
        !action.isFor(from)
            ? from
            : switch (action) {
              case RUN, RETRY -> TaskState.PENDING;
              case ARCHIVE -> TaskState.ARCHIVED;
              case DELETE -> null;
              case CANCEL -> TaskState.ACTIVE;
            };
    assertThat(state(id(from))).isEqualTo(after);
    for (TaskState other : TaskState.values()) {
      assertThat(other == from || state(id(other)) == other).isTrue();
    }
    int expected = 1 + (after == TaskState.PENDING ? 1 : 0) - (from == TaskState.PENDING ? 1 : 0);
    assertThat(pending()).isEqualTo(expected);
    assertThat(claim("me", 10)).hasSize(expected);
  }

  @Test
  void aTaskThatIsNotThereIsNotTold() {
    assertThat(apply(TaskAction.DELETE, "nobody")).isEmpty();
  }

  @Test
  void manyTasksAreDoneInOneCallEachByItsState() {
    oneOfEach();
    assertThat(apply(TaskAction.DELETE, "pending", "active", "nobody", "retry"))
        .containsOnly(
            Map.entry("pending", TaskState.PENDING),
            Map.entry("active", TaskState.ACTIVE),
            Map.entry("retry", TaskState.RETRY));
    assertThat(state("pending")).isNull();
    assertThat(state("active")).isEqualTo(TaskState.ACTIVE);
    assertThat(state("retry")).isNull();
  }

  @Test
  void aDeletedPendingTaskIsNotTakenAndThoseAroundItAre() {
    enqueue("a", "b", "c", "d");
    apply(TaskAction.DELETE, "b", "c");
    assertThat(pending()).isEqualTo(2);
    assertThat(claim("me", 10)).containsExactly("a", "d");
    assertThat(pending()).isZero();
  }

  @Test
  void aClaimOfOneSlotGoesOnBehindStaleEntries() {
    String[] ids = IntStream.range(0, 40).mapToObj(i -> "t" + i).toArray(String[]::new);
    enqueue(ids);
    apply(TaskAction.DELETE, Arrays.copyOfRange(ids, 1, 39));
    assertThat(claim("me", 1)).containsExactly("t0");
    assertThat(claim("me", 1)).containsExactly("t39");
    assertThat(pending()).isZero();
  }

  @Test
  void whatIsDeletedFromTheHeadLeavesNothingBehind() {
    enqueue("a", "b", "c");
    apply(TaskAction.DELETE, "a", "b", "c");
    assertThat(claim("me", 10)).isEmpty();
    assertThat(enqueue(Due.NOW, "a")).isEmpty();
    assertThat(claim("me", 10)).containsExactly("a");
  }

  @Test
  void anIdThatWasDeletedWhilePendingCanBeEnqueuedAgainAndRunsOnce() {
    enqueue("first", "again");
    apply(TaskAction.DELETE, "again");
    enqueue("again");
    assertThat(enqueue(Due.NOW, "again")).containsEntry(0, "again");
    assertThat(pending()).isEqualTo(2);
    assertThat(claim("me", 10)).containsExactly("first", "again");
    assertThat(claim("other", 10)).isEmpty();
    assertThat(pending()).isZero();
  }

  @Test
  void anIdThatWasDeletedWhilePendingCanBeScheduledAndIsNotTakenBeforeItsTime() {
    enqueue("first", "again");
    apply(TaskAction.DELETE, "again");
    assertThat(enqueue(new Due.After(HOUR), "again")).isEmpty();
    assertThat(enqueue(Due.NOW, "again")).containsEntry(0, "again");
    assertThat(state("again")).isEqualTo(TaskState.SCHEDULED);
    assertThat(pending()).isEqualTo(1);
    assertThat(claim("me", 10)).containsExactly("first");
    assertThat(state("again")).isEqualTo(TaskState.SCHEDULED);
    apply(TaskAction.RUN, "again");
    assertThat(claim("me", 10)).containsExactly("again");
    assertThat(claim("other", 10)).isEmpty();
  }

  @Test
  void aScheduledTaskThatFallsDueBehindItsOwnStaleEntryRunsOnce() {
    enqueue("first", "again", "last");
    apply(TaskAction.DELETE, "again");
    assertThat(enqueue(new Due.At(Instant.ofEpochMilli(1)), "again")).isEmpty();
    assertThat(claim("me", 1)).containsExactly("first");
    assertThat(state("again")).isEqualTo(TaskState.PENDING);
    assertThat(pending()).isEqualTo(2);
    assertThat(claim("me", 10)).containsExactly("last", "again");
    assertThat(claim("other", 10)).isEmpty();
    assertThat(pending()).isZero();
  }

  @Test
  void aTaskDeletedTwiceWhilePendingLeavesTwoStaleEntriesAndTheThirdRunsOnce() {
    enqueue("first", "again", "last");
    for (int round = 0; round < 2; round++) {
      apply(TaskAction.DELETE, "again");
      enqueue(new Due.At(Instant.ofEpochMilli(1)), "again");
      // The claim of the first, given back at once, makes the due one pending behind all others.
      assertThat(claim("me", 1)).containsExactly("first");
      claim("me", 0, new Transition.Return("first"));
      assertThat(state("again")).isEqualTo(TaskState.PENDING);
      assertThat(pending()).isEqualTo(3);
    }
    assertThat(claim("me", 1)).containsExactly("first");
    assertThat(claim("me", 10)).containsExactly("last", "again");
    assertThat(claim("other", 10)).isEmpty();
    assertThat(pending()).isZero();
  }

  @Test
  void aTaskArchivedWhilePendingIsNotTaken() {
    enqueue("first", "shelved", "last");
    apply(TaskAction.ARCHIVE, "shelved");
    assertThat(pending()).isEqualTo(2);
    assertThat(state("shelved")).isEqualTo(TaskState.ARCHIVED);
    assertThat(claim("me", 10)).containsExactly("first", "last");
    assertThat(state("shelved")).isEqualTo(TaskState.ARCHIVED);
    assertThat(pending()).isZero();
    apply(TaskAction.RUN, "shelved");
    assertThat(claim("me", 10)).containsExactly("shelved");
  }

  @Test
  void aTaskArchivedWhilePendingAndPutBackRunsOnce() {
    enqueue("first", "shelved", "last");
    for (int round = 0; round < 3; round++) {
      apply(TaskAction.ARCHIVE, "shelved");
      assertThat(pending()).isEqualTo(2);
      apply(TaskAction.RUN, "shelved");
      assertThat(state("shelved")).isEqualTo(TaskState.PENDING);
      assertThat(pending()).isEqualTo(3);
    }
    assertThat(claim("me", 10)).containsExactly("first", "shelved", "last");
    assertThat(claim("other", 10)).isEmpty();
  }

  @Test
  void aTaskArchivedWhilePendingCanBeDeletedAndItsIdUsedAgain() {
    enqueue("first", "shelved", "last");
    apply(TaskAction.ARCHIVE, "shelved");
    assertThat(enqueue(Due.NOW, "shelved")).containsEntry(0, "shelved");
    assertThat(apply(TaskAction.DELETE, "shelved")).containsValue(TaskState.ARCHIVED);
    assertThat(state("shelved")).isNull();
    enqueue("shelved");
    assertThat(claim("me", 10)).containsExactly("first", "shelved", "last");
    assertThat(claim("other", 10)).isEmpty();
  }

  @Test
  void aTaskArchivedWhilePendingGoesWithTheArchivesLimits() {
    enqueue("first", "shelved", "younger");
    apply(TaskAction.ARCHIVE, "shelved");
    apply(TaskAction.ARCHIVE, "younger");
    assertThat(Await.answer(store.expire(queue, new ArchiveLimits(1, HOUR)))).isEqualTo(1);
    assertThat(state("shelved")).isNull();
    assertThat(state("younger")).isEqualTo(TaskState.ARCHIVED);
    assertThat(pending()).isEqualTo(1);
    assertThat(claim("me", 10)).containsExactly("first");
    assertThat(pending()).isZero();
  }

  @Test
  void aTaskArchivedWhilePendingGoesWhenAnotherOneIsArchivedBeyondTheLimits() {
    enqueue("first", "shelved", "last");
    apply(TaskAction.ARCHIVE, "shelved");
    assertThat(claim("me", 1)).containsExactly("first");
    claim(
        "me",
        0,
        new Transition.Archive("first", null, AttemptLog.NONE, new ArchiveLimits(1, HOUR)));
    assertThat(state("shelved")).isNull();
    assertThat(claim("me", 10)).containsExactly("last");
  }

  @Test
  void aDeletedTaskReleasesItsLockHoweverItIsHeld() {
    enqueueLocked("a", Unique.Release.ON_SUCCESS);
    apply(TaskAction.DELETE, "a");
    enqueueLocked("b", Unique.Release.ON_SUCCESS);
  }

  @Test
  void anArchivedTaskReleasesALockThatIsHeldUntilItIsFinished() {
    enqueueLocked("a", Unique.Release.ON_FINISH);
    apply(TaskAction.ARCHIVE, "a");
    enqueueLocked("b", Unique.Release.ON_FINISH);
    // Deleting the first one does not touch the lock that the second one has now.
    apply(TaskAction.DELETE, "a");
    assertThat(
            Await.answer(
                store.enqueue(
                    queue,
                    List.of(
                        new NewTask(
                            "c",
                            false,
                            envelope(null),
                            Due.NOW,
                            new NewTask.Lock("digest", HOUR, Unique.Release.ON_FINISH))))))
        .containsEntry(0, Encounter.refused("b"));
  }

  @Test
  void aRetryGivesAllRetriesAnewAndKeepsTheHistory() {
    enqueue("a");
    claim("me", 1);
    AttemptLog log =
        new AttemptLog(
            3,
            1,
            List.of(
                new Attempt(
                    Instant.ofEpochMilli(1),
                    Attempt.Kind.FAILED,
                    "s",
                    new TaskError("c", "m", ""))));
    claim("me", 0, new Transition.Archive("a", null, log, LIMITS));
    apply(TaskAction.RETRY, "a");
    AttemptLog after = Await.answer(store.task(queue, "a")).orElseThrow().attempts();
    assertThat(after).isEqualTo(new AttemptLog(0, 0, log.attempts()));
  }

  @Test
  void aTaskPutBackWakesAWaitingServer() {
    enqueue(new Due.After(HOUR), "a");
    Await.answer(store.awaitWork(queue, Duration.ofMillis(50)));
    var waiting = store.awaitWork(queue, Duration.ofSeconds(10));
    apply(TaskAction.RUN, "a");
    assertThat(Await.answer(waiting)).isTrue();
  }

  private Listing list(TaskState state, String after, int most) {
    return Await.answer(store.inspection().list(queue, state, new Range(after, null), most));
  }

  private List<String> listAll(TaskState state, int most) {
    List<String> ids = new ArrayList<>();
    String after = null;
    Listing listing;
    do {
      listing = list(state, after, most);
      ids.addAll(ids(listing));
      if (!listing.entries().isEmpty()) {
        after = place(listing);
      }
    } while (!listing.last());
    return ids;
  }

  private static List<String> ids(Listing listing) {
    return listing.entries().stream()
        .map(Entry::task)
        .filter(Objects::nonNull)
        .map(task -> task.ref().id())
        .toList();
  }

  private static String place(Listing listing) {
    return listing.entries().get(listing.entries().size() - 1).place();
  }

  private static String[] numbered(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> String.format("t%05d", i))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void theTasksOfEachStateAreListedAndNoOthers(TaskState state) {
    oneOfEach();
    Listing listing = list(state, null, 10);
    assertThat(ids(listing)).containsExactly(id(state));
    assertThat(listing.last()).isTrue();
    TaskInfo listed = listing.entries().get(0).task();
    assertThat(listed)
        .usingRecursiveComparison()
        .isEqualTo(Await.answer(store.task(queue, id(state))).orElseThrow());
  }

  @Test
  void pagesTogetherAreTheWholeInOrder() {
    String[] ids = numbered(0, 25);
    enqueue(ids);
    assertThat(listAll(TaskState.PENDING, 10)).containsExactly(ids);
    assertThat(claim("me", 13)).hasSize(13);
    assertThat(claim("other", 12)).hasSize(12);
    assertThat(listAll(TaskState.ACTIVE, 10)).containsExactly(ids);
  }

  @Test
  void manyTasksThatAreDueAtTheSameTimeAreListedOnceEach() {
    String[] ids = numbered(0, 57);
    enqueue(new Due.At(Instant.ofEpochMilli(4_000_000_000_000L)), ids);
    assertThat(listAll(TaskState.SCHEDULED, 10)).containsExactly(ids);
  }

  @Test
  void aPageOfScheduledTasksGoesOnWhereTheLastOneEndedThoughThatIsGone() {
    String[] ids = numbered(0, 20);
    enqueue(new Due.At(Instant.ofEpochMilli(4_000_000_000_000L)), ids);
    Listing first = list(TaskState.SCHEDULED, null, 10);
    apply(TaskAction.DELETE, "t00003", "t00009", "t00012");
    enqueue(new Due.At(Instant.ofEpochMilli(3_900_000_000_000L)), "earlier");
    assertThat(ids(list(TaskState.SCHEDULED, place(first), 4)))
        .containsExactly("t00010", "t00011", "t00013", "t00014");
  }

  @Test
  void aPageOfPendingTasksGoesOnWhereTheLastOneEndedWhileTheListIsWorkedOff() {
    enqueue(numbered(0, 100));
    Listing first = list(TaskState.PENDING, null, 50);
    claim("me", 30);
    assertThat(ids(list(TaskState.PENDING, place(first), 3)))
        .containsExactly("t00050", "t00051", "t00052");
    enqueue(numbered(100, 140));
    assertThat(ids(list(TaskState.PENDING, place(first), 2))).containsExactly("t00050", "t00051");
    claim("me", 30);
    assertThat(ids(list(TaskState.PENDING, place(first), 2))).containsExactly("t00060", "t00061");
  }

  @Test
  void aPlaceIsFoundAgainAfterThousandsCameAndWent() {
    for (int i = 0; i < 20; i++) {
      enqueue(numbered(i * 1_000, (i + 1) * 1_000));
    }
    String place = null;
    for (int i = 0; i < 18; i++) {
      place = place(list(TaskState.PENDING, place, 1_000));
    }
    for (int i = 20; i < 34; i++) {
      for (int j = 0; j < 10; j++) {
        claim("me", 100);
      }
      enqueue(numbered(i * 1_000, (i + 1) * 1_000));
    }
    assertThat(ids(list(TaskState.PENDING, place, 2))).containsExactly("t18000", "t18001");
  }

  @Test
  void aPageAfterADeletedTaskGoesOnBehindIt() {
    enqueue(numbered(0, 30));
    Listing first = list(TaskState.PENDING, null, 10);
    apply(TaskAction.DELETE, "t00009", "t00010");
    assertThat(ids(list(TaskState.PENDING, place(first), 3))).containsExactly("t00011", "t00012");
    apply(TaskAction.DELETE, numbered(0, 9));
    assertThat(listAll(TaskState.PENDING, 7)).containsExactly(numbered(11, 30));
  }

  @Test
  void aTaskArchivedWhilePendingIsListedInTheArchiveOnly() {
    enqueue("first", "shelved", "last");
    apply(TaskAction.ARCHIVE, "shelved");
    assertThat(listAll(TaskState.PENDING, 2)).containsExactly("first", "last");
    assertThat(listAll(TaskState.ARCHIVED, 2)).containsExactly("shelved");
  }

  private List<String> listUntil(TaskState state, Extent extent) {
    return ids(
        Await.answer(store.inspection().list(queue, state, new Range(null, extent.last()), 1_000)));
  }

  private Extent extent(TaskState state) {
    return Await.answer(store.inspection().extent(queue, state));
  }

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void aStateTellsItsSizeAndItsLastEntry(TaskState state) {
    assertThat(extent(state)).isEqualTo(new Extent(0, null));
    oneOfEach();
    assertThat(extent(state).size()).isEqualTo(1);
    assertThat(listUntil(state, extent(state))).containsExactly(id(state));
  }

  @Test
  void aListingUntilTheLastEntryOfEarlierLeavesOutWhatCameLater() {
    enqueue("a", "b", "c");
    enqueue(new Due.At(Instant.ofEpochMilli(4_000_000_000_000L)), "d", "e");
    Extent pending = extent(TaskState.PENDING);
    Extent scheduled = extent(TaskState.SCHEDULED);
    enqueue("f");
    enqueue(new Due.At(Instant.ofEpochMilli(4_000_000_000_001L)), "c1");
    assertThat(listUntil(TaskState.PENDING, pending)).containsExactly("a", "b", "c");
    assertThat(listUntil(TaskState.SCHEDULED, scheduled)).containsExactly("d", "e");
    apply(TaskAction.DELETE, "c", "e");
    assertThat(listUntil(TaskState.PENDING, pending)).containsExactly("a", "b");
    assertThat(listUntil(TaskState.SCHEDULED, scheduled)).containsExactly("d");
    claim("me", 2);
    assertThat(listUntil(TaskState.PENDING, pending)).isEmpty();
  }

  @Test
  void onceTheLastEntryOfEarlierWasTakenNothingOfThatTimeIsLeft() {
    enqueue("a", "b");
    Extent extent = extent(TaskState.PENDING);
    enqueue("c");
    claim("me", 2);
    assertThat(listUntil(TaskState.PENDING, extent)).isEmpty();
    claim("me", 0, new Transition.Acknowledge("a", null), new Transition.Acknowledge("b", null));
    assertThat(listUntil(TaskState.PENDING, extent)).isEmpty();
  }
}
