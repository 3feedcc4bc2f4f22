package io.kronosq.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.inspect.TaskAction;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.ClaimReply.Status;
import io.kronosq.store.NewNotes.Progress;
import io.kronosq.store.Recovery.RecoveredTask;
import io.kronosq.task.Attempt;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.Due;
import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.Limits;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskError;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskNotes;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store must do, whatever it is made of. */
public abstract class TaskStoreContract {
  protected static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration TTL = Duration.ofMinutes(1);
  private static final ArchiveLimits LIMITS = new ArchiveLimits(1_000, Duration.ofDays(1));
  private static final RecoveryPolicy POLICY = new RecoveryPolicy(3, 5, LIMITS);
  private static final AttemptLog LOG =
      AttemptLog.NONE.with(
          new Attempt(
              Instant.ofEpochMilli(1_700_000_000_123L),
              Attempt.Kind.FAILED,
              "s",
              new TaskError("class", "message", "stack")),
          true,
          5);

  protected final String queue = "q-" + UUID.randomUUID();
  protected TaskStore store;
  private final List<TaskStore> others = new ArrayList<>();

  /** Opens the store under test. */
  protected abstract TaskStore open();

  @BeforeEach
  void openStore() {
    store = open();
    Await.answer(store.join(queue, "me", LEASE));
    Await.answer(store.join(queue, "other", LEASE));
  }

  @AfterEach
  void closeStores() {
    store.close();
    others.forEach(TaskStore::close);
  }

  protected final TaskStore openAnother() {
    TaskStore another = open();
    others.add(another);
    return another;
  }

  protected static byte[] envelope(UniqueLock lock) {
    return EnvelopeCodec.encode(
        new Envelope(
            "type",
            new byte[] {1, 2, 3},
            Instant.ofEpochMilli(1_700_000_000_000L),
            EnqueueOptions.DEFAULT_MAX_RETRY,
            EnqueueOptions.DEFAULT_TIMEOUT,
            null,
            Duration.ZERO,
            lock,
            Map.of()));
  }

  protected static NewTask task(String id) {
    return new NewTask(id, false, envelope(null), Due.NOW, null);
  }

  private static NewTask due(String id, Due due) {
    return new NewTask(id, false, envelope(null), due, null);
  }

  private static NewTask chosen(String id, Due due) {
    return new NewTask(id, true, envelope(null), due, null);
  }

  private static NewTask locked(String id, String digest, Duration ttl, Unique.Release release) {
    UniqueLock lock = new UniqueLock(digest, release);
    return new NewTask(id, false, envelope(lock), Due.NOW, new NewTask.Lock(digest, ttl, release));
  }

  private static NewTask locked(String id) {
    return locked(id, "digest", TTL, Unique.Release.ON_FINISH);
  }

  private static UniqueLock lock() {
    return new UniqueLock("digest", Unique.Release.ON_FINISH);
  }

  protected final Map<Integer, String> enqueue(NewTask... tasks) {
    return refused(Await.answer(store.enqueue(queue, List.of(tasks))));
  }

  /** Which tasks were refused, and by whom; none may have replaced another one. */
  protected static Map<Integer, String> refused(Map<Integer, Encounter> encounters) {
    assertThat(encounters.values()).noneMatch(Encounter::replaced);
    return encounters.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, met -> met.getValue().other()));
  }

  protected final void enqueue(String... ids) {
    assertThat(enqueue(Arrays.stream(ids).map(TaskStoreContract::task).toArray(NewTask[]::new)))
        .isEmpty();
  }

  protected final ClaimReply claim(String server, int max, Transition... settled) {
    return Await.answer(store.claim(new ClaimRequest(queue, server, max, List.of(settled))));
  }

  protected static List<String> ids(ClaimReply reply) {
    return reply.tasks().stream().map(ClaimedTask::id).toList();
  }

  private static List<String> ids(Recovery recovery) {
    return recovery.tasks().stream().map(RecoveredTask::id).toList();
  }

  protected final TaskInfo info(String id) {
    return Await.answer(store.task(queue, id))
        .orElseThrow(() -> new AssertionError(id + " is gone"));
  }

  private TaskState state(String id) {
    return info(id).state();
  }

  private boolean isGone(String id) {
    return Await.answer(store.task(queue, id)).isEmpty();
  }

  protected final QueueInfo info() {
    return Await.answer(store.queue(queue));
  }

  private Recovery recover(String server) {
    return Await.answer(store.recover(queue, server, POLICY));
  }

  /** A server that took all tasks and then fell silent. */
  private void die(String server, int tasks) {
    Await.answer(store.join(queue, server, Duration.ofMillis(1)));
    assertThat(claim(server, tasks).tasks()).hasSize(tasks);
    Await.until("the lease lapses", () -> lapsed().contains(server));
  }

  private List<String> lapsed() {
    return Await.answer(store.renew(queue, "me", LEASE)).lapsed();
  }

  private static Transition acknowledge(String id) {
    return new Transition.Acknowledge(id, null);
  }

  // Enqueue

  @Test
  void tasksAreTakenInTheOrderOfTheirArrival() {
    enqueue("b", "a");
    enqueue("c");
    assertThat(ids(claim("me", 10))).containsExactly("b", "a", "c");
  }

  @Test
  void aTaskComesBackAsItWasEnqueued() {
    enqueue("a");
    ClaimedTask claimed = claim("me", 1).tasks().get(0);
    assertThat(claimed.envelope()).isEqualTo(envelope(null));
    assertThat(claimed.attempts()).isNull();
  }

  @Test
  void aLargestBatchIsStoredWhole() {
    NewTask[] tasks =
        IntStream.range(0, TaskStore.MAX_BATCH)
            .mapToObj(i -> task("t" + i))
            .toArray(NewTask[]::new);
    assertThat(enqueue(tasks)).isEmpty();
    NewTask[] checked =
        IntStream.range(0, TaskStore.MAX_BATCH)
            .mapToObj(i -> locked("l" + i, "d" + i, TTL, Unique.Release.ON_FINISH))
            .toArray(NewTask[]::new);
    assertThat(enqueue(checked)).isEmpty();
    NewTask[] delayed =
        IntStream.range(0, TaskStore.MAX_BATCH)
            .mapToObj(i -> due("d" + i, new Due.After(TTL)))
            .toArray(NewTask[]::new);
    assertThat(enqueue(delayed)).isEmpty();
    assertThat(info().pending()).isEqualTo(2 * TaskStore.MAX_BATCH);
    assertThat(info().scheduled()).isEqualTo(TaskStore.MAX_BATCH);
    assertThat(claim("me", TaskStore.MAX_BATCH).tasks()).hasSize(TaskStore.MAX_BATCH);
  }

  private static NewTask row(String id, long number, long lowest) {
    return chosen(id, Due.NOW).fromRow(new NewTask.Row("outbox", number, lowest));
  }

  @Test
  void aRowOfAnOutboxIsStoredOnceHoweverOftenItIsSent() {
    assertThat(enqueue(row("a", 1, 1), row("b", 2, 1))).isEmpty();
    List<ClaimedTask> claimed = claim("me", 10).tasks();
    assertThat(claimed).extracting(ClaimedTask::id).containsExactly("a", "b");
    claim("me", 0, new Transition.Acknowledge("a", null), new Transition.Acknowledge("b", null));

    assertThat(enqueue(row("a", 1, 1), row("b", 2, 1), row("c", 3, 1))).isEmpty();
    assertThat(ids(claim("me", 10))).containsExactly("c");
  }

  @Test
  void rowsThatWereSentAreForgottenOnceTheOutboxHasNoneBelow() {
    assertThat(enqueue(row("a", 1, 1), row("b", 2, 1))).isEmpty();
    claim("me", 10);
    claim("me", 0, new Transition.Acknowledge("a", null), new Transition.Acknowledge("b", null));
    assertThat(enqueue(row("c", 3, 2))).isEmpty();
    assertThat(enqueue(row("a", 1, 1), row("b", 2, 1))).isEmpty();
    assertThat(ids(claim("me", 10))).containsExactly("c", "a");
  }

  @Test
  void aRowIsItsNumberAndItsTaskInOneOutbox() {
    assertThat(enqueue(row("a", 1, 1))).isEmpty();
    claim("me", 10);
    claim("me", 0, new Transition.Acknowledge("a", null));
    NewTask ofOther = chosen("a", Due.NOW).fromRow(new NewTask.Row("other", 1, 1));
    assertThat(enqueue(ofOther)).isEmpty();
    assertThat(enqueue(row("b", 1, 1))).isEmpty();
    assertThat(ids(claim("me", 10))).containsExactly("a", "b");
    assertThat(enqueue(row("b", 7, 1))).containsExactly(Map.entry(0, "b"));
  }

  @Test
  void aRowThatWasRefusedMayBeStoredLater() {
    enqueue(locked("holder"));
    NewTask waiting = locked("waiting").withFinalId().fromRow(new NewTask.Row("outbox", 1, 1));
    assertThat(enqueue(waiting)).containsExactly(Map.entry(0, "holder"));
    claim("me", 1);
    claim("me", 0, new Transition.Acknowledge("holder", lock()));
    assertThat(enqueue(waiting)).isEmpty();
    assertThat(ids(claim("me", 10))).containsExactly("waiting");
  }

  @Test
  void aChosenIdThatIsTakenIsRefusedAndNothingChanges() {
    enqueue(chosen("a", Due.NOW));
    assertThat(enqueue(task("b"), chosen("a", Due.NOW), chosen("c", Due.NOW)))
        .isEqualTo(Map.of(1, "a"));
    assertThat(ids(claim("me", 10))).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aChosenIdIsTakenAsLongAsItsTaskIsThere() {
    enqueue(chosen("a", new Due.After(TTL)));
    assertThat(enqueue(chosen("a", Due.NOW))).isEqualTo(Map.of(0, "a"));
    enqueue(chosen("b", Due.NOW));
    claim("me", 1);
    claim("me", 0, new Transition.Archive("b", null, LOG, LIMITS));
    assertThat(enqueue(chosen("b", Due.NOW))).isEqualTo(Map.of(0, "b"));
    enqueue(chosen("c", Due.NOW));
    claim("me", 1);
    claim("me", 0, acknowledge("c"));
    assertThat(enqueue(chosen("c", Due.NOW))).isEmpty();
  }

  @Test
  void theSameChosenIdTwiceInABatchIsStoredOnce() {
    assertThat(enqueue(chosen("a", Due.NOW), chosen("a", Due.NOW))).isEqualTo(Map.of(1, "a"));
    assertThat(info().pending()).isEqualTo(1);
  }

  @Test
  void aTaskWithADelayIsNotTakenBeforeItsTime() {
    enqueue(due("later", new Due.After(Duration.ofSeconds(30))));
    enqueue(chosen("chosen", new Due.After(Duration.ofSeconds(20))));
    ClaimReply reply = claim("me", 10);
    assertThat(reply.tasks()).isEmpty();
    assertThat(reply.nextDueIn()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
    assertThat(state("later")).isEqualTo(TaskState.SCHEDULED);
    assertThat(info("later").dueAt())
        .isBetween(reply.now().plusSeconds(20), reply.now().plusSeconds(31));
  }

  @Test
  void aTaskWithATimeIsDueAtThatTime() {
    Instant time = Instant.parse("2100-01-01T00:00:00.123Z");
    enqueue(due("at", new Due.At(time)), chosen("chosen", new Due.At(time)));
    assertThat(info("at").dueAt()).isEqualTo(time);
    assertThat(info("chosen").dueAt()).isEqualTo(time);
  }

  @Test
  void aTimeInThePastMeansAtOnce() {
    enqueue(due("past", new Due.At(Instant.EPOCH)));
    assertThat(ids(claim("me", 10))).containsExactly("past");
  }

  @Test
  void aDelayedTaskIsTakenOnceItIsDue() {
    enqueue(due("soon", new Due.After(Duration.ofMillis(30))));
    Await.until("it is due", () -> ids(claim("me", 10)).contains("soon"));
    assertThat(state("soon")).isEqualTo(TaskState.ACTIVE);
  }

  // Unique locks

  @Test
  void aSecondTaskOfTheSameLockIsRefusedWithItsHolder() {
    enqueue(locked("a"));
    assertThat(enqueue(locked("b"), locked("c", "other", TTL, Unique.Release.ON_FINISH)))
        .isEqualTo(Map.of(0, "a"));
    assertThat(ids(claim("me", 10))).containsExactly("a", "c");
  }

  @Test
  void aLockHoldsWithinItsQueueOnly() {
    enqueue(locked("a"));
    assertThat(Await.answer(store.enqueue(queue + "-2", List.of(locked("b"))))).isEmpty();
  }

  @Test
  void aLockGoesWhenItsTimeIsOver() {
    enqueue(locked("a", "digest", Duration.ofMillis(20), Unique.Release.ON_EXPIRY));
    Await.until("the lock goes", () -> enqueue(locked("b")).isEmpty());
  }

  @Test
  void aScheduledTaskHoldsItsLock() {
    enqueue(
        new NewTask(
            "a",
            false,
            envelope(lock()),
            new Due.After(TTL),
            new NewTask.Lock("digest", TTL, Unique.Release.ON_FINISH)));
    assertThat(enqueue(locked("b"))).isEqualTo(Map.of(0, "a"));
  }

  static Stream<Function<UniqueLock, Transition>> endings() {
    return Stream.of(
        lock -> new Transition.Acknowledge("a", lock),
        lock -> new Transition.Retain("a", lock, new byte[0], TTL),
        lock -> new Transition.Archive("a", lock, LOG, LIMITS));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void anEndThatReleasesTheLockLetsTheNextTaskIn(Function<UniqueLock, Transition> ending) {
    enqueue(locked("a"));
    claim("me", 1);
    assertThat(claim("me", 0, ending.apply(lock())).refused()).isEmpty();
    assertThat(enqueue(locked("b"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("endings")
  void anEndThatDoesNotReleaseTheLockKeepsTheNextTaskOut(Function<UniqueLock, Transition> ending) {
    enqueue(locked("a"));
    claim("me", 1);
    claim("me", 0, ending.apply(null));
    assertThat(enqueue(locked("b"))).isEqualTo(Map.of(0, "a"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void aRefusedEndReleasesNoLock(Function<UniqueLock, Transition> ending) {
    enqueue(locked("a"));
    claim("me", 1);
    assertThat(claim("other", 0, ending.apply(lock())).refused()).containsExactly("a");
    assertThat(enqueue(locked("b"))).isEqualTo(Map.of(0, "a"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void aLockThatAnotherTaskHoldsMeanwhileIsLeftAlone(Function<UniqueLock, Transition> ending) {
    enqueue(locked("a", "digest", Duration.ofMillis(20), Unique.Release.ON_FINISH));
    claim("me", 1);
    Await.until("the lock goes", () -> enqueue(locked("b")).isEmpty());
    claim("me", 0, ending.apply(lock()));
    assertThat(enqueue(locked("c"))).isEqualTo(Map.of(0, "b"));
  }

  @Test
  void aRetryKeepsTheLock() {
    enqueue(locked("a"));
    claim("me", 1);
    claim("me", 0, new Transition.Retry("a", TTL, LOG));
    assertThat(enqueue(locked("b"))).isEqualTo(Map.of(0, "a"));
  }

  @Test
  void locksOfABatchAreReleasedEachForItsTask() {
    enqueue(
        locked("a", "da", TTL, Unique.Release.ON_FINISH),
        locked("b", "db", TTL, Unique.Release.ON_FINISH),
        task("plain"),
        locked("c", "dc", TTL, Unique.Release.ON_FINISH));
    claim("me", 10);
    claim(
        "me",
        0,
        acknowledge("plain"),
        new Transition.Acknowledge("c", new UniqueLock("dc", Unique.Release.ON_FINISH)),
        new Transition.Archive("a", new UniqueLock("da", Unique.Release.ON_FINISH), LOG, LIMITS));
    assertThat(
            enqueue(
                locked("a2", "da", TTL, Unique.Release.ON_FINISH),
                locked("b2", "db", TTL, Unique.Release.ON_FINISH),
                locked("c2", "dc", TTL, Unique.Release.ON_FINISH)))
        .isEqualTo(Map.of(1, "b"));
  }

  // Claim

  @Test
  void aClaimTakesNoMoreThanAskedFor() {
    enqueue("a", "b", "c");
    ClaimReply reply = claim("me", 2);
    assertThat(ids(reply)).containsExactly("a", "b");
    assertThat(reply.status()).isEqualTo(Status.OPEN);
    assertThat(reply.pendingLeft()).isEqualTo(1);
    assertThat(claim("me", 0).tasks()).isEmpty();
    assertThat(ids(claim("me", 10))).containsExactly("c");
  }

  @Test
  void aTaskIsTakenOnce() {
    enqueue("a");
    assertThat(ids(claim("me", 1))).containsExactly("a");
    assertThat(claim("other", 1).tasks()).isEmpty();
    assertThat(info().active()).isEqualTo(1);
  }

  @Test
  void anEmptyQueueTellsThatNothingIsDue() {
    ClaimReply reply = claim("me", 5);
    assertThat(reply.tasks()).isEmpty();
    assertThat(reply.nextDueIn()).isNull();
    assertThat(reply.pendingLeft()).isZero();
    assertThat(reply.refused()).isEmpty();
  }

  @Test
  void theNextDueIsTheEarlierOfScheduledAndRetry() {
    enqueue("a");
    claim("me", 1);
    claim("me", 0, new Transition.Retry("a", Duration.ofSeconds(10), LOG));
    enqueue(due("b", new Due.After(Duration.ofSeconds(30))));
    assertThat(claim("me", 1).nextDueIn()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  @Test
  void settlingAndTakingGoInOneCall() {
    enqueue("a", "b");
    claim("me", 1);
    assertThat(ids(claim("me", 1, acknowledge("a")))).containsExactly("b");
    assertThat(isGone("a")).isTrue();
  }

  @Test
  void aServerWithoutLeaseTakesNothing() {
    enqueue("a");
    ClaimReply reply = claim("stranger", 1);
    assertThat(reply.status()).isEqualTo(Status.FENCED);
    assertThat(reply.tasks()).isEmpty();
    assertThat(state("a")).isEqualTo(TaskState.PENDING);
  }

  @Test
  void aPausedQueueGivesNothingButSettles() {
    enqueue("a", "b");
    claim("me", 1);
    Await.answer(store.pause(queue, true));
    ClaimReply reply = claim("me", 1, acknowledge("a"));
    assertThat(reply.status()).isEqualTo(Status.PAUSED);
    assertThat(reply.tasks()).isEmpty();
    assertThat(isGone("a")).isTrue();
    assertThat(info().paused()).isTrue();
    Await.answer(store.pause(queue, false));
    assertThat(ids(claim("me", 1))).containsExactly("b");
    assertThat(info().paused()).isFalse();
  }

  @Test
  void manyDueTasksAreTakenInTheOrderOfTheirTimes() {
    NewTask[] tasks =
        IntStream.range(0, 700)
            .mapToObj(i -> due("t" + i, new Due.At(Instant.ofEpochMilli(1_000 - i))))
            .toArray(NewTask[]::new);
    enqueue(tasks);
    List<String> taken = new ArrayList<>();
    Await.until(
        "all are taken",
        () -> {
          taken.addAll(ids(claim("me", 200)));
          return taken.size() == 700;
        });
    assertThat(taken)
        .containsExactlyElementsOf(IntStream.range(0, 700).mapToObj(i -> "t" + (699 - i)).toList());
  }

  // Transitions

  @Test
  void anAcknowledgedTaskIsGone() {
    enqueue("a");
    claim("me", 1);
    assertThat(claim("me", 0, acknowledge("a")).refused()).isEmpty();
    assertThat(isGone("a")).isTrue();
    assertThat(info().size()).isZero();
  }

  @Test
  void aRetainedTaskIsKeptWithItsResult() {
    enqueue("a", "b");
    claim("me", 2);
    claim(
        "me",
        0,
        new Transition.Retain("a", null, new byte[] {9, 0, 9}, TTL),
        new Transition.Retain("b", null, new byte[0], TTL));
    assertThat(state("a")).isEqualTo(TaskState.COMPLETED);
    assertThat(info("a").result()).containsExactly(9, 0, 9);
    assertThat(info("b").result()).isNull();
    assertThat(info().completed()).isEqualTo(2);
  }

  @Test
  void aRetainedTaskGoesWhenItsTimeIsOver() {
    enqueue("a", "b");
    claim("me", 2);
    claim(
        "me",
        0,
        new Transition.Retain("a", null, new byte[] {1}, Duration.ofMillis(1)),
        new Transition.Retain("b", null, new byte[] {1}, TTL));
    Await.until("a is removed", () -> Await.answer(store.expire(queue, LIMITS)) == 1);
    assertThat(isGone("a")).isTrue();
    assertThat(state("b")).isEqualTo(TaskState.COMPLETED);
  }

  @Test
  void aRetriedTaskComesBackWithItsHistoryWhenItIsDue() {
    enqueue("a");
    claim("me", 1);
    claim("me", 0, new Transition.Retry("a", Duration.ofMillis(30), LOG));
    assertThat(state("a")).isEqualTo(TaskState.RETRY);
    assertThat(info("a").attempts()).isEqualTo(LOG);
    List<ClaimedTask> taken = new ArrayList<>();
    Await.until(
        "it is due",
        () -> {
          taken.addAll(claim("other", 1).tasks());
          return !taken.isEmpty();
        });
    assertThat(AttemptLogCodec.decode(taken.get(0).attempts())).isEqualTo(LOG);
    claim("other", 0, acknowledge("a"));
    assertThat(info().size()).isZero();
  }

  @Test
  void historyAndItsLackAreKeptApartInABatch() {
    enqueue("a", "b", "c");
    claim("me", 2);
    claim("me", 0, new Transition.Retry("b", Duration.ZERO, LOG), new Transition.Return("a"));
    Await.until("b is due", () -> claim("me", 0).pendingLeft() == 2 && isDue("b"));
    Map<String, AttemptLog> logs = new java.util.HashMap<>();
    Await.until(
        "all are taken",
        () -> {
          claim("me", 3)
              .tasks()
              .forEach(task -> logs.put(task.id(), AttemptLogCodec.decode(task.attempts())));
          return logs.size() == 3;
        });
    assertThat(logs).isEqualTo(Map.of("a", AttemptLog.NONE, "b", LOG, "c", AttemptLog.NONE));
  }

  private boolean isDue(String id) {
    return !info(id).dueAt().isAfter(claim("me", 0).now());
  }

  @Test
  void anArchivedTaskIsKeptWithItsHistory() {
    enqueue("a");
    claim("me", 1);
    claim("me", 0, new Transition.Archive("a", null, LOG, LIMITS));
    assertThat(state("a")).isEqualTo(TaskState.ARCHIVED);
    assertThat(info("a").attempts()).isEqualTo(LOG);
    assertThat(claim("me", 1).tasks()).isEmpty();
  }

  @Test
  void aFullArchiveDropsItsOldest() {
    ArchiveLimits two = new ArchiveLimits(2, Duration.ofDays(1));
    for (String id : List.of("a", "b", "c")) {
      enqueue(id);
      claim("me", 1);
      Instant before = claim("me", 0).now();
      Await.until("the clock moves on", () -> claim("me", 0).now().isAfter(before));
      claim("me", 0, new Transition.Archive(id, null, LOG, two));
    }
    assertThat(isGone("a")).isTrue();
    assertThat(state("b")).isEqualTo(TaskState.ARCHIVED);
    assertThat(state("c")).isEqualTo(TaskState.ARCHIVED);
    assertThat(info().archived()).isEqualTo(2);
  }

  @Test
  void expiryHoldsTheArchiveToItsLimits() {
    enqueue("a", "b", "c");
    claim("me", 3);
    for (String id : List.of("a", "b", "c")) {
      claim("me", 0, new Transition.Archive(id, null, LOG, LIMITS));
    }
    assertThat(Await.answer(store.expire(queue, new ArchiveLimits(2, Duration.ofDays(1)))))
        .isEqualTo(1);
    assertThat(info().archived()).isEqualTo(2);
    ArchiveLimits young = new ArchiveLimits(100, Duration.ofMillis(1));
    Await.until(
        "all are too old",
        () -> {
          Await.answer(store.expire(queue, young));
          return info().archived() == 0;
        });
    assertThat(info().size()).isZero();
  }

  @Test
  void anArchivedTaskThatIsTooOldGoesWithTheNextOne() {
    ArchiveLimits young = new ArchiveLimits(100, Duration.ofMillis(1));
    enqueue("a", "b");
    claim("me", 2);
    claim("me", 0, new Transition.Archive("a", null, LOG, young));
    Instant before = claim("me", 0).now();
    Await.until("it is too old", () -> claim("me", 0).now().isAfter(before.plusMillis(5)));
    claim("me", 0, new Transition.Archive("b", null, LOG, young));
    assertThat(isGone("a")).isTrue();
  }

  @Test
  void aPostponedTaskWaitsWithoutHistory() {
    enqueue("a");
    claim("me", 1);
    claim("me", 0, new Transition.Postpone("a", TTL));
    assertThat(state("a")).isEqualTo(TaskState.SCHEDULED);
    assertThat(info("a").attempts()).isEqualTo(AttemptLog.NONE);
    assertThat(claim("me", 1).tasks()).isEmpty();
  }

  @Test
  void returnedTasksStandAtTheHeadInTheOrderGiven() {
    enqueue("a", "b", "c", "d");
    claim("me", 3);
    claim(
        "me",
        0,
        new Transition.Return("a"),
        new Transition.Return("b"),
        new Transition.Return("c"));
    assertThat(ids(claim("other", 10))).containsExactly("a", "b", "c", "d");
  }

  @Test
  void allKindsOfOutcomesGoInOneCall() {
    enqueue("a", "b", "c", "d", "e", "f");
    claim("me", 6);
    ClaimReply reply =
        claim(
            "me",
            0,
            acknowledge("a"),
            new Transition.Retain("b", null, new byte[] {1}, TTL),
            new Transition.Retry("c", TTL, LOG),
            new Transition.Archive("d", null, LOG, LIMITS),
            new Transition.Postpone("e", TTL),
            new Transition.Return("f"));
    assertThat(reply.refused()).isEmpty();
    assertThat(info())
        .usingRecursiveComparison()
        .ignoringFields("latency")
        .isEqualTo(
            new QueueInfo(queue, 1, false, 1, 0, 1, 1, 1, 1, 0, Duration.ZERO, Limits.NONE, null));
  }

  // Fencing

  enum Outcome {
    ACKNOWLEDGE,
    RETAIN,
    RETRY,
    ARCHIVE,
    POSTPONE,
    RETURN;

    Transition of(String id) {
      return switch (this) {
        case ACKNOWLEDGE -> new Transition.Acknowledge(id, null);
        case RETAIN -> new Transition.Retain(id, null, new byte[] {1}, TTL);
        case RETRY -> new Transition.Retry(id, TTL, LOG);
        case ARCHIVE -> new Transition.Archive(id, null, LOG, LIMITS);
        case POSTPONE -> new Transition.Postpone(id, TTL);
        case RETURN -> new Transition.Return(id);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOutcomeOfAServerThatDoesNotHaveTheTaskIsRefused(Outcome outcome) {
    enqueue("a");
    claim("me", 1);
    assertThat(claim("other", 0, outcome.of("a")).refused()).containsExactly("a");
    assertIntactAt("me", "a");
  }

  @ParameterizedTest
  @EnumSource
  void anOutcomeOfARecoveredServerIsRefusedAndTheNewOwnersTaskIntact(Outcome outcome) {
    enqueue("a");
    die("dead", 1);
    recover("dead");
    assertThat(ids(claim("me", 1))).containsExactly("a");
    assertThat(claim("dead", 0, outcome.of("a")).refused()).containsExactly("a");
    assertIntactAt("me", "a");
  }

  @ParameterizedTest
  @EnumSource
  void aBatchIsDecidedIdById(Outcome outcome) {
    enqueue("a", "b", "c");
    claim("me", 1);
    claim("other", 1);
    claim("me", 1);
    ClaimReply reply = claim("me", 0, outcome.of("a"), outcome.of("b"), outcome.of("c"));
    assertThat(reply.refused()).containsExactly("b");
    assertIntactAt("other", "b");
    assertThat(Await.answer(store.activeIds(queue, "me"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anOutcomeCountsOnce(Outcome outcome) {
    enqueue("a");
    claim("me", 1);
    assertThat(claim("me", 0, outcome.of("a")).refused()).isEmpty();
    QueueInfo before = info();
    assertThat(claim("me", 0, outcome.of("a")).refused()).containsExactly("a");
    assertThat(info()).usingRecursiveComparison().ignoringFields("latency").isEqualTo(before);
  }

  private void assertIntactAt(String server, String id) {
    assertThat(Await.answer(store.activeIds(queue, server))).contains(id);
    assertThat(state(id)).isEqualTo(TaskState.ACTIVE);
    assertThat(info(id).result()).isNull();
    assertThat(info(id).attempts().retried()).isZero();
    assertThat(ids(claim("other", 10))).doesNotContain(id);
  }

  // Leases and recovery

  @Test
  void aLeaseIsHeldFromTheJoinOn() {
    LeaseReply joined = Await.answer(store.join(queue, "new", LEASE));
    assertThat(joined.held()).isTrue();
    assertThat(Await.answer(store.renew(queue, "new", LEASE)).held()).isTrue();
  }

  @Test
  void aLeaseThatWasNeverTakenCannotBeRenewed() {
    assertThat(Await.answer(store.renew(queue, "stranger", LEASE)).held()).isFalse();
    enqueue("a");
    assertThat(claim("stranger", 1).status()).isEqualTo(Status.FENCED);
  }

  @Test
  void aRenewalTellsHowManyTasksAreActive() {
    enqueue("a", "b");
    claim("me", 2);
    assertThat(Await.answer(store.renew(queue, "me", LEASE)).active()).isEqualTo(2);
    assertThat(Await.answer(store.renew(queue, "other", LEASE)).active()).isZero();
  }

  @Test
  void onlyLapsedLeasesAreTold() {
    Await.answer(store.join(queue, "dead", Duration.ofMillis(1)));
    Await.until("it lapses", () -> !lapsed().isEmpty());
    assertThat(lapsed()).containsExactly("dead");
  }

  @Test
  void aLapsedLeaseCanBeRenewedUntilSomebodyRecovers() {
    enqueue("a");
    die("late", 1);
    assertThat(Await.answer(store.renew(queue, "late", LEASE)).held()).isTrue();
    assertThat(recover("late").tasks()).isEmpty();
    assertThat(claim("late", 0, acknowledge("a")).refused()).isEmpty();
  }

  @Test
  void aServerThatLeavesIsMissedByNobody() {
    Await.answer(store.join(queue, "gone", Duration.ofMillis(1)));
    Await.answer(store.leave(queue, "gone"));
    Await.answer(store.join(queue, "probe", Duration.ofMillis(1)));
    Await.until("the probe lapses", () -> lapsed().contains("probe"));
    assertThat(lapsed()).containsExactly("probe");
    assertThat(Await.answer(store.renew(queue, "gone", LEASE)).held()).isFalse();
  }

  @Test
  void aServerThatLeavesWithTasksIsRecovered() {
    enqueue("a");
    Await.answer(store.join(queue, "gone", Duration.ofMillis(1)));
    claim("gone", 1);
    Await.answer(store.leave(queue, "gone"));
    Await.until("it lapses", () -> lapsed().contains("gone"));
    assertThat(ids(recover("gone"))).containsExactly("a");
  }

  @Test
  void aLivingServerIsNotRecovered() {
    enqueue("a");
    claim("me", 1);
    Recovery recovery = recover("me");
    assertThat(recovery.tasks()).isEmpty();
    assertThat(recovery.more()).isFalse();
    assertThat(state("a")).isEqualTo(TaskState.ACTIVE);
    assertThat(claim("me", 0, acknowledge("a")).refused()).isEmpty();
  }

  @Test
  void tasksOfADeadServerGoToTheHeadOldestFirstWithoutSpendingARetry() {
    enqueue("01a", "02b", "03c");
    die("dead", 3);
    enqueue("09z");
    Recovery recovery = recover("dead");
    assertThat(ids(recovery)).containsExactly("01a", "02b", "03c");
    assertThat(recovery.more()).isFalse();
    assertThat(recovery.tasks()).noneMatch(RecoveredTask::poison);
    assertThat(recovery.tasks().get(0).envelope()).isEqualTo(envelope(null));
    ClaimReply reply = claim("me", 10);
    assertThat(ids(reply)).containsExactly("01a", "02b", "03c", "09z");
    AttemptLog log = AttemptLogCodec.decode(reply.tasks().get(0).attempts());
    assertThat(log.retried()).isZero();
    assertThat(log.crashes()).isEqualTo(1);
    assertThat(log.attempts()).hasSize(1);
    assertThat(log.attempts().get(0).kind()).isEqualTo(Attempt.Kind.CRASHED);
    assertThat(log.attempts().get(0).server()).isEqualTo("dead");
  }

  @Test
  void aCrashIsAddedToTheHistoryThatWasThere() {
    enqueue("a");
    claim("me", 1);
    claim("me", 0, new Transition.Retry("a", Duration.ZERO, LOG));
    Await.until("it is due", () -> isDue("a"));
    die("dead", 1);
    AttemptLog log = AttemptLogCodec.decode(recover("dead").tasks().get(0).attempts());
    assertThat(log.retried()).isEqualTo(1);
    assertThat(log.attempts().get(0)).isEqualTo(LOG.attempts().get(0));
    assertThat(log.attempts().get(1).kind()).isEqualTo(Attempt.Kind.CRASHED);
  }

  @Test
  void aDeadServerIsFencedFromTheFirstChunkOn() {
    String[] all = IntStream.range(0, 250).mapToObj(i -> "t" + (1_000 + i)).toArray(String[]::new);
    enqueue(all);
    die("dead", 250);
    Recovery first = recover("dead");
    assertThat(first.tasks()).hasSizeLessThan(250);
    assertThat(first.more()).isTrue();
    assertThat(Await.answer(store.renew(queue, "dead", LEASE)).held()).isFalse();
    assertThat(claim("dead", 1).status()).isEqualTo(Status.FENCED);
    List<String> recovered = new ArrayList<>(ids(first));
    for (Recovery next = first; next.more(); ) {
      next = recover("dead");
      recovered.addAll(ids(next));
    }
    assertThat(recovered).containsExactlyInAnyOrder(all);
    assertThat(ids(claim("me", 1_000))).containsExactlyInAnyOrder(all);
    assertThat(lapsed()).isEmpty();
  }

  @Test
  void aTaskWhoseServersDiedThreeTimesIsArchivedWithThatReason() {
    enqueue(locked("a"));
    for (int i = 1; i <= 3; i++) {
      die("dead" + i, 1);
      assertThat(recover("dead" + i).tasks().get(0).poison()).isEqualTo(i == 3);
    }
    assertThat(state("a")).isEqualTo(TaskState.ARCHIVED);
    AttemptLog log = info("a").attempts();
    assertThat(log.crashes()).isEqualTo(3);
    assertThat(log.retried()).isZero();
    assertThat(log.attempts())
        .extracting(Attempt::server)
        .containsExactly("dead1", "dead2", "dead3");
    assertThat(log.attempts().get(2).error().message()).contains("lease");
    assertThat(claim("me", 1).tasks()).isEmpty();
    Await.until("its lock goes", () -> enqueue(locked("b")).isEmpty());
  }

  @Test
  void poisonKeepsALockThatGoesOnSuccessOnly() {
    enqueue(locked("a", "digest", TTL, Unique.Release.ON_SUCCESS));
    Await.answer(store.join(queue, "dead", Duration.ofMillis(1)));
    claim("dead", 1);
    Await.until("it lapses", () -> lapsed().contains("dead"));
    Await.answer(store.recover(queue, "dead", new RecoveryPolicy(1, 5, LIMITS)));
    assertThat(state("a")).isEqualTo(TaskState.ARCHIVED);
    assertThat(enqueue(locked("b"))).isEqualTo(Map.of(0, "a"));
  }

  @Test
  void theHistoryOfCrashesIsBounded() {
    enqueue("a");
    RecoveryPolicy policy = new RecoveryPolicy(100, 2, LIMITS);
    for (int i = 1; i <= 4; i++) {
      die("dead" + i, 1);
      Await.answer(store.recover(queue, "dead" + i, policy));
    }
    assertThat(info("a").attempts().crashes()).isEqualTo(4);
    assertThat(info("a").attempts().attempts())
        .extracting(Attempt::server)
        .containsExactly("dead3", "dead4");
  }

  // Waiting for work

  private static boolean get(java.util.concurrent.CompletionStage<Boolean> waiting) {
    return Await.answer(waiting);
  }

  @Test
  void waitingEndsWithoutArrivalWhenItsTimeIsOver() {
    assertThat(get(store.awaitWork(queue, Duration.ofMillis(50)))).isFalse();
  }

  @Test
  void anArrivalWakesAWaitingServer() {
    var waiting = openAnother().awaitWork(queue, Duration.ofSeconds(10));
    enqueue("a");
    assertThat(get(waiting)).isTrue();
  }

  @Test
  void anArrivalThatWasThereBeforeTheWaitIsNotMissed() {
    enqueue("a");
    assertThat(get(store.awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
  }

  @Test
  void oneArrivalWakesOneServer() throws Exception {
    var first = openAnother().awaitWork(queue, Duration.ofMillis(400)).toCompletableFuture();
    var second = openAnother().awaitWork(queue, Duration.ofMillis(400)).toCompletableFuture();
    enqueue("a");
    assertThat(get(first) ^ get(second)).isTrue();
  }

  @Test
  void aClaimThatLeavesWorkBehindWakesTheNext() {
    enqueue("a", "b");
    assertThat(get(store.awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
    claim("me", 1);
    assertThat(get(openAnother().awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
  }

  @Test
  void aServerWithoutFreeSlotPassesTheWakeUpOn() {
    enqueue("a");
    assertThat(get(store.awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
    claim("me", 0);
    assertThat(get(openAnother().awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
  }

  @Test
  void aTaskThatIsDueSoonerThanAllOthersWakes() {
    enqueue(due("late", new Due.After(Duration.ofMinutes(9))));
    assertThat(get(store.awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
    enqueue(due("later", new Due.After(Duration.ofMinutes(10))));
    assertThat(get(store.awaitWork(queue, Duration.ofMillis(50)))).isFalse();
    enqueue(due("soon", new Due.After(Duration.ofMinutes(1))));
    assertThat(get(store.awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
    enqueue(chosen("sooner", new Due.After(Duration.ofSeconds(30))));
    assertThat(get(store.awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
  }

  @Test
  void aReturnedTaskWakes() {
    enqueue("a");
    get(store.awaitWork(queue, Duration.ofSeconds(10)));
    claim("me", 1);
    claim("me", 0, new Transition.Return("a"));
    assertThat(get(store.awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
  }

  @Test
  void aRecoveredTaskWakes() {
    enqueue("a");
    get(store.awaitWork(queue, Duration.ofSeconds(10)));
    die("dead", 1);
    recover("dead");
    assertThat(get(store.awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
  }

  @Test
  void aResumeWakes() {
    Await.answer(store.pause(queue, true));
    Await.answer(store.pause(queue, false));
    assertThat(get(store.awaitWork(queue, Duration.ofSeconds(10)))).isTrue();
  }

  @Test
  void aListenerHearsOfArrivalsOfItsOwnProcessUntilItIsRemoved() throws InterruptedException {
    CountDownLatch heard = new CountDownLatch(1);
    List<Boolean> calls = new ArrayList<>();
    TaskStore.Registration registration =
        store.onEnqueue(
            queue,
            () -> {
              calls.add(store.loop().inLoop());
              heard.countDown();
            });
    enqueue("a");
    Await.signal(heard);
    registration.remove();
    enqueue("b");
    assertThat(calls).containsExactly(true);
  }

  // Looking and steering

  @Test
  void queuesThatEverHadATaskAreListedByName() {
    Await.answer(store.enqueue("b-" + queue, List.of(task("x"))));
    Await.answer(store.enqueue("a-" + queue, List.of(task("x"))));
    assertThat(Await.answer(store.queues())).containsSubsequence("a-" + queue, "b-" + queue);
  }

  @Test
  void aQueueThatNeverHadATaskIsEmpty() {
    assertThat(Await.answer(store.queue("never-" + queue)))
        .isEqualTo(
            new QueueInfo(
                "never-" + queue, 1, false, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Limits.NONE, null));
  }

  @Test
  void theLatencyIsTheAgeOfTheOldestPendingTask() {
    enqueue("a");
    assertThat(info().latency()).isGreaterThan(Duration.ofDays(365));
    claim("me", 1);
    assertThat(info().latency()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aTaskThatWasNeverThereIsNotFound() {
    assertThat(isGone("nobody")).isTrue();
  }

  @Test
  void aTaskIsToldInEachOfItsStates() {
    enqueue("a");
    assertThat(state("a")).isEqualTo(TaskState.PENDING);
    claim("me", 1);
    TaskInfo active = info("a");
    assertThat(active.state()).isEqualTo(TaskState.ACTIVE);
    assertThat(active.type()).isEqualTo("type");
    assertThat(active.payload()).containsExactly(1, 2, 3);
    assertThat(active.enqueuedAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
    assertThat(active.ref().queue()).isEqualTo(queue);
    assertThat(active.maxRetry()).isEqualTo(25);
    assertThat(active.dueAt()).isNull();
  }

  @Test
  void aCancellationReachesTheServerThatHasTheTaskAndOnlyThat() {
    enqueue("a", "b");
    claim("me", 1);
    claim("other", 1);
    Await.answer(store.inspection().apply(queue, TaskAction.CANCEL, List.of("a")));
    assertThat(Await.answer(store.renew(queue, "other", LEASE)).cancelled()).isEmpty();
    assertThat(Await.answer(store.renew(queue, "me", LEASE)).cancelled()).containsExactly("a");
    assertThat(Await.answer(store.renew(queue, "me", LEASE)).cancelled()).isEmpty();
  }

  @Test
  void aCancellationOfATaskThatIsNotActiveDoesNothingLaterEither() {
    enqueue("a");
    Await.answer(store.inspection().apply(queue, TaskAction.CANCEL, List.of("a")));
    claim("me", 1);
    assertThat(Await.answer(store.renew(queue, "me", LEASE)).cancelled()).isEmpty();
  }

  @Test
  void answersArriveOnTheLoop() throws ExecutionException, InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    store.loop().execute(() -> Await.signal(blocked));
    var inLoop = store.queues().thenApply(queues -> store.loop().inLoop()).toCompletableFuture();
    blocked.countDown();
    assertThat(inLoop.get()).isTrue();
    assertThat(store.loop().inLoop()).isFalse();
  }

  @Test
  void theLoopRunsWhatIsScheduledUnlessItIsCancelled() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    CountDownLatch cancelledRan = new CountDownLatch(1);
    store.loop().schedule(Duration.ofMillis(20), cancelledRan::countDown).cancel();
    store.loop().schedule(Duration.ofMillis(40), ran::countDown);
    Await.signal(ran);
    assertThat(cancelledRan.await(0, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void aClosedStoreRefusesCalls() {
    TaskStore closed = openAnother();
    closed.close();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> Await.answer(closed.enqueue(queue, List.of(task("a")))))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CLOSED));
  }

  // Notes

  private void note(String server, NewNotes... notes) {
    assertThat(Await.answer(store.note(queue, server, List.of(notes)))).isEmpty();
  }

  private static NewNotes checkpoint(String id, String text) {
    return new NewNotes(id, null, List.of(), text.getBytes(UTF_8));
  }

  private static NewNotes lines(String id, List<String> lines) {
    return new NewNotes(id, null, lines, null);
  }

  private static NewNotes everything(String id) {
    return new NewNotes(id, new Progress(0.25, "reading"), List.of("line"), "here".getBytes(UTF_8));
  }

  @Test
  void notesOfAnActiveTaskAreToldAndOnlyNewsReplaceThem() {
    enqueue("a", "b");
    claim("me", 2);
    assertThat(info("a").notes()).isEqualTo(TaskNotes.NONE);
    Instant before = claim("me", 0).now();
    note("me", everything("a"), lines("b", List.of("other")));
    note("me", lines("a", List.of("second", "öß")));
    TaskNotes notes = info("a").notes();
    assertThat(notes.progress().fraction()).isEqualTo(0.25);
    assertThat(notes.progress().message()).isEqualTo("reading");
    assertThat(notes.progress().at()).isBetween(before, claim("me", 0).now());
    assertThat(notes.log()).containsExactly("line", "second", "öß");
    assertThat(notes.checkpoint().bytes()).isEqualTo("here".getBytes(UTF_8));
    assertThat(notes.checkpoint().at()).isBetween(before, claim("me", 0).now());
    note("me", new NewNotes("a", new Progress(1, ""), List.of(), new byte[0]));
    notes = info("a").notes();
    assertThat(notes.progress().fraction()).isEqualTo(1);
    assertThat(notes.log()).hasSize(3);
    assertThat(notes.checkpoint().bytes()).isEmpty();
    assertThat(info("b").notes().log()).containsExactly("other");
    assertThat(info("b").notes().progress()).isNull();
  }

  @Test
  void theLastLinesOfALogAreKept() {
    enqueue("a");
    claim("me", 1);
    for (int i = 0; i < 5; i++) {
      int first = 50 * i;
      note("me", lines("a", IntStream.range(0, 50).mapToObj(n -> "l" + (first + n)).toList()));
    }
    assertThat(info("a").notes().log())
        .hasSize(TaskNotes.MAX_LINES)
        .startsWith("l150")
        .endsWith("l249");
  }

  @Test
  void notesOfATaskThatIsNotActiveOnTheServerAreRefused() {
    enqueue("a", "b");
    claim("other", 1);
    List<NewNotes> notes = List.of(everything("a"), everything("b"), everything("none"));
    assertThat(Await.answer(store.note(queue, "me", notes)))
        .containsExactlyInAnyOrder("a", "b", "none");
    assertThat(info("a").notes()).isEqualTo(TaskNotes.NONE);
    assertThat(info("b").notes()).isEqualTo(TaskNotes.NONE);
  }

  @Test
  void theLastCheckpointComesWithEachLaterClaim() {
    enqueue("a", "b");
    claim("me", 2);
    note("me", checkpoint("a", "1"));
    note("me", checkpoint("a", "2"));
    claim(
        "me",
        0,
        new Transition.Retry("a", Duration.ZERO, LOG),
        new Transition.Retry("b", Duration.ZERO, LOG));
    List<ClaimedTask> again = claim("other", 2).tasks();
    for (ClaimedTask task : again) {
      if (task.id().equals("a")) {
        assertThat(NotesCodec.decodeCheckpoint(task.checkpoint()).bytes())
            .isEqualTo("2".getBytes(UTF_8));
      } else {
        assertThat(task.checkpoint()).isNull();
      }
    }
    assertThat(again).hasSize(2);
  }

  @Test
  void aCheckpointOutlivesTheServerThatSavedIt() {
    enqueue("a");
    Await.answer(store.join(queue, "dead", Duration.ofMillis(1)));
    claim("dead", 1);
    note("dead", everything("a"));
    Await.until("the lease lapses", () -> lapsed().contains("dead"));
    recover("dead");
    assertThat(NotesCodec.decodeCheckpoint(claim("me", 1).tasks().get(0).checkpoint()).bytes())
        .isEqualTo("here".getBytes(UTF_8));
    assertThat(Await.answer(store.note(queue, "dead", List.of(checkpoint("a", "late")))))
        .containsExactly("a");
    assertThat(info("a").notes().checkpoint().bytes()).isEqualTo("here".getBytes(UTF_8));
  }

  @Test
  void notesStayWithRetainedAndArchivedTasks() {
    enqueue("a", "b");
    claim("me", 2);
    note("me", everything("a"), everything("b"));
    claim(
        "me",
        0,
        new Transition.Retain("a", null, new byte[0], LEASE),
        new Transition.Archive("b", null, LOG, LIMITS));
    assertThat(info("a").notes().log()).containsExactly("line");
    assertThat(info("b").notes().progress().message()).isEqualTo("reading");
    assertThat(info("b").notes().checkpoint()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"acknowledged", "expired", "trimmed", "deleted"})
  void notesGoWithTheirTask(String end) {
    enqueue(chosen("a", Due.NOW), chosen("kept", Due.NOW));
    claim("me", 2);
    note("me", everything("a"), everything("kept"));
    switch (end) {
      case "acknowledged" -> claim("me", 0, acknowledge("a"));
      case "expired" -> {
        claim("me", 0, new Transition.Retain("a", null, new byte[0], Duration.ofMillis(1)));
        Await.until("it expires", () -> Await.answer(store.expire(queue, LIMITS)) == 1);
      }
      case "trimmed" -> {
        enqueue("b");
        claim("me", 1);
        ArchiveLimits one = new ArchiveLimits(1, Duration.ofDays(1));
        claim("me", 0, new Transition.Archive("a", null, LOG, one));
        // The order within a millisecond is by id.
        claim("me", 0, new Transition.Archive("b", null, LOG, one));
      }
      default -> {
        claim("me", 0, new Transition.Archive("a", null, LOG, LIMITS));
        Await.answer(store.inspection().apply(queue, TaskAction.DELETE, List.of("a")));
      }
    }
    assertThat(isGone("a")).isTrue();
    assertThat(info("kept").notes().log()).containsExactly("line");
    enqueue(chosen("a", Due.NOW));
    assertThat(claim("me", 1).tasks().get(0).checkpoint()).isNull();
    assertThat(info("a").notes()).isEqualTo(TaskNotes.NONE);
  }
}
