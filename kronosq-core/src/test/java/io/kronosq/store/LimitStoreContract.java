package io.kronosq.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.KeyInfo;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.ClaimReply.Status;
import io.kronosq.store.InspectStore.Entry;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.store.InspectStore.Range;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.Due;
import io.kronosq.task.Limits;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.Rate;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.task.WhenTaken;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do for limits. */
public abstract class LimitStoreContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final LimitTarget QUEUE = new LimitTarget.Queue(false);
  private static final LimitTarget EACH_KEY = new LimitTarget.EachKey(false);

  protected final String queue = "q-" + UUID.randomUUID();
  protected TaskStore store;

  protected abstract TaskStore open();

  @BeforeEach
  void openStore() {
    store = open();
    join(queue);
  }

  private void join(String partition) {
    Await.answer(store.join(partition, "me", HOUR));
    Await.answer(store.join(partition, "other", HOUR));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static NewTask task(String id, String key, Due due) {
    Envelope envelope =
        new Envelope(
            "type",
            new byte[0],
            Instant.ofEpochMilli(1_700_000_000_000L),
            0,
            Duration.ZERO,
            null,
            Duration.ZERO,
            null,
            Map.of(),
            key);
    return new NewTask(id, false, EnvelopeCodec.encode(envelope), due, null, key);
  }

  /** Enqueues tasks with a key, or without one where that is null. */
  private void enqueue(String key, String... ids) {
    enqueueTo(queue, key, ids);
  }

  private void enqueueTo(String partition, String key, String... ids) {
    List<NewTask> tasks = Arrays.stream(ids).map(id -> task(id, key, Due.NOW)).toList();
    assertThat(Await.answer(store.enqueue(partition, tasks))).isEmpty();
  }

  private static String[] numbered(String start, int count) {
    return IntStream.range(0, count).mapToObj(i -> start + i).toArray(String[]::new);
  }

  private ClaimReply claim(String server, int max, Transition... settled) {
    return Await.answer(store.claim(new ClaimRequest(queue, server, max, List.of(settled))));
  }

  private static List<String> ids(ClaimReply reply) {
    return reply.tasks().stream().map(ClaimedTask::id).toList();
  }

  private List<String> take(int max) {
    return ids(claim("me", max));
  }

  /** A script that Redis has to be taught first is run after the claim that it was sent before. */
  private List<String> settleAndTake(Transition settled) {
    List<String> taken = ids(claim("me", 9, settled));
    return taken.isEmpty() ? take(9) : taken;
  }

  private void limit(LimitTarget target, Limits limits) {
    Await.answer(store.limits().set(queue, target, limits));
  }

  private LimitSettings settings() {
    return Await.answer(store.limits().settings(queue));
  }

  private QueueInfo info() {
    return Await.answer(store.queue(queue));
  }

  private boolean isWoken() {
    return Await.answer(store.awaitWork(queue, Duration.ofMillis(10)));
  }

  private static Transition acknowledge(String id) {
    return new Transition.Acknowledge(id, null);
  }

  // Caps of queues

  @Test
  void allServersTogetherTakeNoMoreThanTheCap() {
    limit(QUEUE, Limits.concurrent(3));
    enqueue(null, numbered("t", 10));
    assertThat(ids(claim("me", 2))).containsExactly("t0", "t1");
    ClaimReply second = claim("other", 5);
    assertThat(ids(second)).containsExactly("t2");
    assertThat(second.status()).isEqualTo(Status.LIMITED);
    assertThat(second.pendingLeft()).isZero();
    assertThat(second.nextDueIn()).isNull();
  }

  @Test
  void whatACallAcknowledgesMakesRoomForTheSameCall() {
    limit(QUEUE, Limits.concurrent(1));
    enqueue(null, "a", "b", "c");
    assertThat(take(5)).containsExactly("a");
    assertThat(ids(claim("me", 5, acknowledge("a")))).containsExactly("b");
    assertThat(settleAndTake(new Transition.Retry("b", HOUR, AttemptLog.NONE)))
        .containsExactly("c");
  }

  @Test
  void roomThatTheServerCannotUseIsForOthers() {
    limit(QUEUE, Limits.concurrent(1));
    enqueue(null, "a", "b");
    take(1);
    isWoken();
    assertThat(claim("other", 1).tasks()).isEmpty();
    assertThat(isWoken()).isFalse();
    claim("me", 0, acknowledge("a"));
    assertThat(isWoken()).isTrue();
  }

  @Test
  void tasksOfADeadServerCountUntilTheyAreTakenBack() {
    limit(QUEUE, Limits.concurrent(1));
    enqueue(null, "a", "b");
    Await.answer(store.join(queue, "dead", Duration.ofMillis(1)));
    assertThat(ids(claim("dead", 1))).containsExactly("a");
    Await.until(
        "the lease lapses",
        () -> Await.answer(store.renew(queue, "me", HOUR)).lapsed().contains("dead"));
    assertThat(take(5)).isEmpty();
    Await.answer(
        store.recover(queue, "dead", new RecoveryPolicy(3, 3, new ArchiveLimits(10, HOUR))));
    assertThat(take(5)).containsExactly("a");
  }

  @Test
  void poisonMakesRoomForOthersAndWakesThem() {
    limit(QUEUE, Limits.concurrent(1));
    enqueue(null, "a", "b");
    Await.answer(store.join(queue, "dead", Duration.ofMillis(1)));
    assertThat(ids(claim("dead", 1))).containsExactly("a");
    isWoken();
    Await.until(
        "the lease lapses",
        () -> Await.answer(store.renew(queue, "me", HOUR)).lapsed().contains("dead"));
    Await.answer(
        store.recover(queue, "dead", new RecoveryPolicy(1, 3, new ArchiveLimits(10, HOUR))));
    assertThat(isWoken()).isTrue();
    assertThat(take(5)).containsExactly("b");
  }

  @Test
  void aCapHoldsFromTheNextClaimOn() {
    enqueue(null, numbered("t", 10));
    assertThat(take(4)).hasSize(4);
    limit(QUEUE, Limits.concurrent(5));
    assertThat(take(10)).hasSize(1);
    limit(QUEUE, Limits.concurrent(7));
    assertThat(take(10)).hasSize(2);
    limit(QUEUE, null);
    assertThat(take(10)).hasSize(3);
  }

  // Rates of queues

  @Test
  void aRateAllowsItsBurstAndTellsWhenToComeAgain() {
    limit(QUEUE, new Limits(null, new Rate(10, HOUR, 4)));
    enqueue(null, numbered("t", 10));
    ClaimReply reply = claim("me", 10);
    assertThat(reply.tasks()).hasSize(4);
    assertThat(reply.status()).isEqualTo(Status.LIMITED);
    assertThat(reply.pendingLeft()).isZero();
    assertThat(reply.nextDueIn()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    assertThat(info().limitedUntil()).isAfter(reply.now());
    assertThat(take(10)).isEmpty();
  }

  @Test
  void aRateAllowsMoreInTime() {
    limit(QUEUE, new Limits(null, new Rate(20, Duration.ofSeconds(1), 1)));
    enqueue(null, "a", "b");
    ClaimReply first = claim("me", 10);
    assertThat(ids(first)).containsExactly("a");
    assertThat(first.nextDueIn()).isLessThanOrEqualTo(Duration.ofMillis(51));
    List<String> later = new ArrayList<>();
    Await.until("the rate allows the next", () -> later.addAll(take(10)) && !later.isEmpty());
    assertThat(later).containsExactly("b");
  }

  @Test
  void anotherRateForgetsTheUseOfTheOneBefore() {
    limit(QUEUE, Limits.rate(1, HOUR));
    enqueue(null, "a", "b", "c");
    assertThat(take(10)).containsExactly("a");
    limit(QUEUE, Limits.rate(1, Duration.ofMinutes(1)));
    assertThat(take(10)).containsExactly("b");
    limit(QUEUE, Limits.rate(1, Duration.ofMinutes(1)));
    assertThat(take(10)).isEmpty();
  }

  // Keys

  @Test
  void keysAreServedInTurnHoweverLongTheBacklogOfOneIs() {
    enqueue("flood", numbered("f", 100));
    enqueue("small", "s0", "s1");
    enqueue(null, "u0", "u1");
    assertThat(take(3)).containsExactlyInAnyOrder("f0", "s0", "u0");
    assertThat(take(3)).containsExactlyInAnyOrder("f1", "s1", "u1");
    assertThat(take(3)).containsExactly("f2", "f3", "f4");
  }

  @Test
  void keysAreServedInTurnOverCallsOfOne() {
    enqueue("a", numbered("a", 5));
    enqueue("b", numbered("b", 5));
    enqueue(null, numbered("u", 5));
    List<String> first = List.of(take(1).get(0), take(1).get(0), take(1).get(0));
    assertThat(first).containsExactlyInAnyOrder("a0", "b0", "u0");
    List<String> second = List.of(take(1).get(0), take(1).get(0), take(1).get(0));
    assertThat(second).containsExactlyInAnyOrder("a1", "b1", "u1");
  }

  @Test
  void aCallForManyTakesAllThatKeysHave() {
    enqueue("a", numbered("a", 3));
    enqueue("b", numbered("b", 40));
    assertThat(take(100)).hasSize(43);
    assertThat(info().pending()).isZero();
  }

  @Test
  void aKeyTakesNoMoreThanItsCapAndLeavesTheRestToOthers() {
    limit(EACH_KEY, Limits.concurrent(2));
    enqueue("flood", numbered("f", 10));
    enqueue("small", "s0");
    ClaimReply reply = claim("me", 10);
    assertThat(ids(reply)).containsExactlyInAnyOrder("f0", "f1", "s0");
    assertThat(reply.status()).isEqualTo(Status.LIMITED_KEYS);
    assertThat(reply.pendingLeft()).isZero();
    assertThat(claim("other", 10).tasks()).isEmpty();
    assertThat(ids(claim("other", 10, acknowledge("f0")))).isEmpty();
    assertThat(ids(claim("me", 10, acknowledge("f0")))).containsExactly("f2");
  }

  @Test
  void everyOutcomeMakesRoomForItsKey() {
    limit(EACH_KEY, Limits.concurrent(1));
    enqueue("key", numbered("t", 7));
    assertThat(take(9)).containsExactly("t0");
    ArchiveLimits archive = new ArchiveLimits(10, HOUR);
    assertThat(settleAndTake(acknowledge("t0"))).containsExactly("t1");
    assertThat(settleAndTake(new Transition.Retain("t1", null, new byte[0], HOUR)))
        .containsExactly("t2");
    assertThat(settleAndTake(new Transition.Retry("t2", HOUR, AttemptLog.NONE)))
        .containsExactly("t3");
    assertThat(settleAndTake(new Transition.Archive("t3", null, AttemptLog.NONE, archive)))
        .containsExactly("t4");
    assertThat(settleAndTake(new Transition.Postpone("t4", HOUR))).containsExactly("t5");
    assertThat(settleAndTake(new Transition.Return("t5"))).containsExactly("t5");
  }

  @Test
  void aTaskThatWasReturnedIsTakenBeforeThoseBehindIt() {
    enqueue("key", "a", "b", "c");
    assertThat(take(2)).containsExactly("a", "b");
    claim("me", 0, new Transition.Return("b"));
    assertThat(take(3)).containsExactly("b", "c");
  }

  @Test
  void aDelayedTaskWaitsInTheLaneOfItsKey() {
    limit(EACH_KEY, Limits.concurrent(1));
    List<NewTask> tasks =
        List.of(
            task("a", "key", new Due.At(Instant.ofEpochMilli(1))),
            task("b", "key", new Due.At(Instant.ofEpochMilli(2))));
    Await.answer(store.enqueue(queue, tasks));
    assertThat(take(5)).containsExactly("a");
    assertThat(take(5)).isEmpty();
    assertThat(ids(claim("me", 5, acknowledge("a")))).containsExactly("b");
  }

  @Test
  void aKeyOfItsOwnLimitsDoesNotFollowThoseOfAll() {
    limit(EACH_KEY, Limits.concurrent(1));
    limit(new LimitTarget.Key("big"), Limits.concurrent(3));
    limit(new LimitTarget.Key("free"), Limits.NONE);
    enqueue("big", numbered("b", 9));
    enqueue("free", numbered("f", 9));
    enqueue("other", numbered("o", 9));
    assertThat(take(100)).hasSize(3 + 9 + 1);
  }

  @Test
  void aKeyHeldBackGoesOnWhenItsLimitIsRaised() {
    limit(EACH_KEY, Limits.concurrent(1));
    enqueue("key", numbered("t", 9));
    assertThat(take(9)).hasSize(1);
    isWoken();
    limit(EACH_KEY, Limits.concurrent(3));
    assertThat(isWoken()).isTrue();
    assertThat(take(9)).hasSize(2);
    limit(new LimitTarget.Key("key"), Limits.concurrent(4));
    assertThat(take(9)).hasSize(1);
    limit(EACH_KEY, null);
    limit(new LimitTarget.Key("key"), null);
    assertThat(take(9)).hasSize(5);
  }

  @Test
  void keysHaveRatesOfTheirOwn() {
    limit(EACH_KEY, new Limits(null, new Rate(1, HOUR, 2)));
    enqueue("a", numbered("a", 5));
    enqueue("b", numbered("b", 5));
    ClaimReply reply = claim("me", 10);
    assertThat(ids(reply)).containsExactlyInAnyOrder("a0", "a1", "b0", "b1");
    assertThat(reply.status()).isEqualTo(Status.LIMITED_KEYS);
    assertThat(reply.nextDueIn()).isBetween(Duration.ofMinutes(50), HOUR);
    assertThat(reply.pendingLeft()).isZero();
  }

  @Test
  void aQueueAndItsKeysAreLimitedTogether() {
    limit(QUEUE, Limits.concurrent(3));
    limit(EACH_KEY, Limits.concurrent(2));
    enqueue("a", numbered("a", 5));
    enqueue("b", numbered("b", 5));
    ClaimReply reply = claim("me", 10);
    assertThat(reply.tasks()).hasSize(3);
    assertThat(reply.status()).isEqualTo(Status.LIMITED);
  }

  @Test
  void thereAreNoWakeUpsWhileAllThatWaitsIsHeldBack() {
    limit(EACH_KEY, Limits.concurrent(1));
    enqueue("key", numbered("t", 5));
    assertThat(take(5)).hasSize(1);
    isWoken();
    enqueue("key", "more");
    assertThat(isWoken()).isFalse();
    assertThat(take(5)).isEmpty();
    assertThat(isWoken()).isFalse();
    enqueue("second", "s");
    assertThat(isWoken()).isTrue();
  }

  @Test
  void aTaskThatIsReplacedGoesToTheLaneOfItsNewKey() {
    enqueueReplacing("a", "first", Due.NOW);
    enqueueReplacing("b", "second", Due.NOW);
    assertThat(Await.answer(store.limits().keys(queue, null, 10)))
        .extracting(KeyInfo::key)
        .containsExactly("second");
    enqueueReplacing("c", null, Due.NOW);
    assertThat(Await.answer(store.limits().keys(queue, null, 10))).isEmpty();
    enqueueReplacing("d", "third", Due.NOW);
    limit(new LimitTarget.Key("third"), Limits.concurrent(1));
    enqueue("third", "e");
    assertThat(take(5)).hasSize(1);
    assertThat(take(5)).isEmpty();
    assertThat(info().pending()).isEqualTo(1);
  }

  @Test
  void serversAreWokenForATaskWhoseNewKeyIsNotHeldBack() {
    limit(new LimitTarget.Key("held"), Limits.concurrent(1));
    enqueue("held", "before");
    assertThat(take(5)).containsExactly("before");
    enqueueReplacing("a", "held", Due.NOW);
    assertThat(take(5)).isEmpty();
    isWoken();
    enqueueReplacing("b", "free", Due.NOW);
    assertThat(isWoken()).isTrue();
    assertThat(take(5)).containsExactly("a");
  }

  @Test
  void serversAreWokenForATaskThatHasNoKeyAnyMore() {
    limit(new LimitTarget.Key("held"), Limits.concurrent(1));
    enqueue("held", "before");
    assertThat(take(5)).containsExactly("before");
    enqueueReplacing("a", "held", Due.NOW);
    assertThat(take(5)).isEmpty();
    isWoken();
    enqueueReplacing("b", null, Due.NOW);
    assertThat(isWoken()).isTrue();
    assertThat(take(5)).containsExactly("a");
  }

  @Test
  void aTaskInALaneThatIsPutOffLeavesNothingThere() {
    enqueueReplacing("a", "key", Due.NOW);
    enqueueReplacing("b", "key", new Due.After(HOUR));
    assertThat(take(5)).isEmpty();
    assertThat(info().scheduled()).isEqualTo(1);
    assertThat(info().pending()).isZero();
    assertThat(Await.answer(store.limits().keys(queue, null, 10))).isEmpty();
  }

  /** The first one stays, with the content of the last one. */
  private void enqueueReplacing(String id, String key, Due due) {
    WhenTaken whenTaken =
        due.equals(Due.NOW) ? new WhenTaken.Replace() : new WhenTaken.Debounce(null);
    NewTask plain = task(id, key, due);
    NewTask.Lock lock = new NewTask.Lock("digest", HOUR, Unique.Release.ON_FINISH, whenTaken);
    NewTask replacing = new NewTask(id, false, plain.envelope(), due, lock, key);
    Await.answer(store.enqueue(queue, List.of(replacing)));
  }

  // Settings

  @Test
  void whatServersBringAlongHoldsUnlessAnOperatorSaysOtherwise() {
    LimitTarget configured = new LimitTarget.Queue(true);
    limit(configured, Limits.concurrent(4));
    assertThat(settings().queue()).isEqualTo(Limits.concurrent(4));
    limit(QUEUE, Limits.concurrent(2));
    limit(configured, Limits.concurrent(5));
    assertThat(settings().queue()).isEqualTo(Limits.concurrent(2));
    enqueue(null, numbered("t", 9));
    assertThat(take(9)).hasSize(2);
    limit(QUEUE, Limits.NONE);
    assertThat(settings().queue()).isEqualTo(Limits.NONE);
    limit(QUEUE, null);
    assertThat(settings().queue()).isEqualTo(Limits.concurrent(5));
    assertThat(take(9)).hasSize(3);
  }

  @Test
  void settingsComeBackAsTheyWereSet() {
    Limits queueLimits = new Limits(7, new Rate(100, Duration.ofMinutes(1), 9));
    limit(QUEUE, queueLimits);
    limit(EACH_KEY, Limits.rate(3, Duration.ofSeconds(10)));
    limit(new LimitTarget.Key("ü b"), Limits.concurrent(1));
    assertThat(settings())
        .isEqualTo(
            new LimitSettings(
                queueLimits,
                Limits.rate(3, Duration.ofSeconds(10)),
                Map.of("ü b", Limits.concurrent(1))));
    assertThat(info().limits()).isEqualTo(queueLimits);
  }

  @Test
  void eachPartitionKeepsItsPartOfTheLimits() {
    List<String> partitions = Layout.of(queue, 4).partitions();
    List<Integer> taken = new ArrayList<>();
    for (String partition : partitions) {
      join(partition);
      Await.answer(store.limits().set(partition, QUEUE, Limits.concurrent(6)));
      enqueueTo(partition, null, numbered("t", 5));
      taken.add(
          Await.answer(store.claim(new ClaimRequest(partition, "me", 5, List.of())))
              .tasks()
              .size());
    }
    assertThat(taken).containsExactly(2, 2, 1, 1);
  }

  // For inspectors

  @Test
  void keysAreToldByNameWithWhatTheyHave() {
    limit(EACH_KEY, Limits.concurrent(1));
    limit(new LimitTarget.Key("b"), new Limits(null, new Rate(1, HOUR, 1)));
    enqueue("b", "b0", "b1");
    enqueue("a", "a0", "a1", "a2");
    enqueue("c", "c0");
    enqueue(null, "u0");
    assertThat(take(10)).hasSize(4);
    List<KeyInfo> keys = Await.answer(store.limits().keys(queue, null, 10));
    assertThat(keys).extracting(KeyInfo::key).containsExactly("a", "b", "c");
    assertThat(keys).extracting(KeyInfo::pending).containsExactly(2L, 1L, 0L);
    assertThat(keys).extracting(KeyInfo::active).containsExactly(1L, 1L, 1L);
    assertThat(keys.get(0).limits()).isEqualTo(Limits.concurrent(1));
    assertThat(keys.get(0).limitedUntil()).isNull();
    assertThat(keys.get(1).limitedUntil()).isAfter(Instant.EPOCH);
    assertThat(Await.answer(store.limits().keys(queue, "a", 1)))
        .extracting(KeyInfo::key)
        .containsExactly("b");
  }

  @Test
  void pagesOfPendingTasksGoOnFromTheListToTheLanes() {
    enqueue(null, "u0", "u1", "u2");
    enqueue("b", "b0", "b1");
    enqueue("a", "a0", "a1");
    List<String> seen = new ArrayList<>();
    Listing page = list(null);
    while (true) {
      page.entries().forEach(entry -> seen.add(entry.task().ref().id()));
      if (page.last()) {
        break;
      }
      List<Entry> entries = page.entries();
      page = list(entries.get(entries.size() - 1).place());
    }
    assertThat(seen).containsExactly("u0", "u1", "u2", "a0", "a1", "b0", "b1");
    assertThat(Await.answer(store.inspection().extent(queue, TaskState.PENDING)).size())
        .isEqualTo(7);
    assertThat(info().pending()).isEqualTo(7);
  }

  private Listing list(String after) {
    return Await.answer(
        store.inspection().list(queue, TaskState.PENDING, new Range(after, null), 2));
  }

  @Test
  void aPageOfLanesHoldsWhileTasksComeAndGo() {
    enqueue("a", "a0", "a1", "a2");
    enqueue("b", "b0");
    Listing first = list(null);
    assertThat(take(3)).hasSize(3);
    enqueue("a", "a3");
    Listing second = list(first.entries().get(1).place());
    assertThat(second.entries())
        .extracting(entry -> entry.task().ref().id())
        .containsExactly("a2", "a3");
  }

  @Test
  void aTaskTellsItsKey() {
    enqueue("tenant-7", "a");
    assertThat(Await.answer(store.task(queue, "a")).orElseThrow().limitKey()).isEqualTo("tenant-7");
  }

  @Test
  void theAgeOfTheOldestTaskCountsThoseInLanes() {
    enqueue("key", "a");
    assertThat(info().latency()).isPositive();
  }

  @Test
  void aQueueWithTasksInLanesIsDroppedOnlyByForce() {
    enqueue("key", "a", "b");
    limit(EACH_KEY, Limits.concurrent(1));
    take(1);
    assertThat(Await.answer(store.inspection().drop(queue, false))).isEqualTo(2);
    assertThat(Await.answer(store.inspection().drop(queue, true))).isZero();
    assertThat(info().size()).isZero();
    assertThat(Await.answer(store.limits().keys(queue, null, 10))).isEmpty();
    assertThat(settings().keys()).isEqualTo(Limits.NONE);
  }
}
