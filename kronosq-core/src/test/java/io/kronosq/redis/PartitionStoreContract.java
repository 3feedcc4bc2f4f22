package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.store.BatchCodec;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.Encounter;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.Layout;
import io.kronosq.store.NewTask;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.StoreException;
import io.kronosq.store.StoreException.Kind;
import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import io.kronosq.task.Aggregation;
import io.kronosq.task.Due;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RedisFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every store must do for partitions. */
abstract class PartitionStoreContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @RegisterExtension final EngineHarness engine = new EngineHarness(redis());

  /** Of the test class. */
  abstract RedisFixture redis();

  private QueueLayouts set(TaskStore store, int count) {
    return Await.answer(store.partitions().setPartitions("q", count));
  }

  private static QueueLayouts layouts(int current, Integer... former) {
    return new QueueLayouts(
        Layout.of("q", current), Stream.of(former).map(count -> Layout.of("q", count)).toList());
  }

  private static NewTask chosen(String id) {
    return new NewTask(id, true, envelope(), Due.NOW, null);
  }

  private static NewTask locked(String id, Unique.Release release) {
    return new NewTask(id, false, envelope(), Due.NOW, new NewTask.Lock("digest", MINUTE, release));
  }

  private void enqueue(String partition, NewTask task) {
    assertThat(Await.answer(engine.store().enqueue(partition, List.of(task)))).isEmpty();
  }

  private void takeAndFinish(String partition, String id) {
    TaskStore store = engine.store();
    Await.answer(store.join(partition, "me", MINUTE));
    Await.answer(store.claim(new ClaimRequest(partition, "me", 1, List.of())));
    Await.answer(
        store.claim(
            new ClaimRequest(partition, "me", 0, List.of(new Transition.Acknowledge(id, null)))));
  }

  /** As if all changes had been made long ago. */
  private void age() {
    String stored = String.valueOf(redis().command("HGET", "kronosq:partitions", "q"));
    redis().command("HSET", "kronosq:partitions", "q", stored.replaceAll("@\\d+", "@1"));
  }

  @Test
  void aQueueHasOnePartitionUntilItIsGivenMore() {
    assertThat(Await.answer(engine.store().partitions().layouts("q"))).isEqualTo(layouts(1));
    assertThat(redis().number("EXISTS", "kronosq:partitions")).isZero();
  }

  @Test
  void layoutsAreKnownOnceTheyWereRead() {
    TaskStore store = engine.newStore();
    assertThat(store.partitions().known("q")).isNull();
    Await.answer(store.partitions().layouts("other"));
    assertThat(store.partitions().known("q")).isEqualTo(layouts(1));
  }

  @Test
  void formerNumbersAreKeptTheLatestFirst() {
    assertThat(set(engine.store(), 6)).isEqualTo(layouts(6, 1));
    assertThat(set(engine.store(), 2)).isEqualTo(layouts(2, 6, 1));
    assertThat(set(engine.store(), 6)).isEqualTo(layouts(6, 2, 1));
    assertThat(set(engine.store(), 6)).isEqualTo(layouts(6, 2, 1));
  }

  @Test
  void concurrentChangesEndInOneOfThem() {
    TaskStore other = engine.newStore();
    List<CompletionStage<QueueLayouts>> changes =
        IntStream.range(2, 12)
            .mapToObj(
                count ->
                    (count % 2 == 0 ? engine.store() : other)
                        .partitions()
                        .setPartitions("q", count))
            .toList();
    changes.forEach(Await::answer);
    QueueLayouts end = Await.answer(other.partitions().layouts("q"));
    assertThat(end.all()).doesNotHaveDuplicates().hasSize(11);
    assertThat(end.current().count()).isBetween(2, 11);
  }

  @Test
  void aWatcherHearsOfWhatAnotherProcessChanges() {
    List<QueueLayouts> heard = new CopyOnWriteArrayList<>();
    engine.store().partitions().watch("q", heard::add);
    Await.until("it knows", () -> heard.contains(layouts(1)));
    set(engine.newStore(), 6);
    Await.until("it hears of the change", () -> heard.contains(layouts(6, 1)));
    assertThat(engine.store().partitions().known("q")).isEqualTo(layouts(6, 1));
  }

  @Test
  void configurationRaisesANumberButNeverLowersIt() {
    TaskStore store = engine.newStore();
    store.partitions().atLeast("q", 6);
    assertThat(Await.answer(store.partitions().layouts("q")).current().count()).isEqualTo(6);
    TaskStore another = engine.newStore();
    another.partitions().atLeast("q", 2);
    assertThat(Await.answer(another.partitions().layouts("q")).current().count()).isEqualTo(6);
  }

  @Test
  void whatIsConfiguredDoesNotUndoWhatAnOperatorWantsAfterwards() {
    TaskStore store = engine.newStore();
    store.partitions().atLeast("q", 6);
    assertThat(Await.answer(store.partitions().layouts("q")).current().count()).isEqualTo(6);
    set(engine.store(), 2);
    assertThat(Await.answer(store.partitions().layouts("q")).current().count()).isEqualTo(2);
  }

  @Test
  void aPauseGoesOverToTheNewPartitions() {
    Await.answer(engine.store().pause("q", true));
    set(engine.store(), 3);
    for (String partition : Layout.of("q", 3).partitions()) {
      assertThat(Await.answer(engine.store().queue(partition)).paused()).isTrue();
    }
    engine.inspector().resumeQueue("q");
    set(engine.store(), 2);
    for (String partition : Layout.of("q", 2).partitions()) {
      assertThat(Await.answer(engine.store().queue(partition)).paused()).isFalse();
    }
  }

  @Test
  void aFormerPartitionStillTakesPlainTasksButNoneThatMayMeetOthers() {
    set(engine.store(), 6);
    enqueue("q", new NewTask("plain", false, envelope(), Due.NOW, null));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> enqueue("q", chosen("a")))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MOVED));
    assertThat(Await.answer(engine.store().task("q", "a"))).isEmpty();
    set(engine.store(), 1);
    enqueue("q", chosen("a"));
  }

  @Test
  void whereGroupsAndOthersComeTogetherItIsToldWhichOfThemWereNotStored() {
    set(engine.store(), 6);
    NewTask.Group group =
        new NewTask.Group(
            "type", "g", Aggregation.DEFAULT, BatchCodec.frame(EnvelopeCodec.decode(envelope())));
    NewTask grouped = new NewTask("b", false, envelope(), Due.NOW, null, null, group);
    NewTask plain = new NewTask("plain", false, envelope(), Due.NOW, null);
    assertThat(Await.answer(engine.store().enqueue("q", List.of(plain, chosen("a"), grouped))))
        .isEqualTo(Map.of(1, Encounter.MOVED, 2, Encounter.MOVED));
    assertThat(Await.answer(engine.store().enqueue("q", List.of(plain, chosen("a")))))
        .isEqualTo(Map.of(1, Encounter.MOVED));
    assertThat(Await.answer(engine.store().task("q", "plain"))).isPresent();
  }

  @Test
  void conflictsWithFormerPartitionsAreFoundByIdAndByLock() {
    enqueue("q", chosen("a"));
    enqueue("q", locked("b", Unique.Release.ON_FINISH));
    assertThat(
            Await.answer(
                engine
                    .store()
                    .partitions()
                    .conflicts(
                        "q",
                        List.of(
                            chosen("free"), chosen("a"), locked("c", Unique.Release.ON_FINISH)))))
        .isEqualTo(Map.of(1, "a", 2, "b"));
  }

  @Test
  void aRowThatAFormerPartitionHadStoredIsFoundThere() {
    NewTask row = chosen("a").fromRow(new NewTask.Row("outbox", 1, 1));
    enqueue("q", row);
    takeAndFinish("q", "a");
    assertThat(Await.answer(engine.store().partitions().conflicts("q", List.of(row))))
        .isEqualTo(Map.of(0, "a"));
    assertThat(Await.answer(engine.store().partitions().conflicts("q", List.of(chosen("a")))))
        .isEmpty();
  }

  @Test
  void aFormerLayoutIsForgottenWhenItIsOldAndEmpty() {
    enqueue("q", chosen("a"));
    set(engine.store(), 6);
    age();
    Await.answer(engine.store().partitions().forgetEmpty("q"));
    assertThat(Await.answer(engine.store().partitions().layouts("q"))).isEqualTo(layouts(6, 1));
    takeAndFinish("q", "a");
    Await.answer(engine.store().partitions().forgetEmpty("q"));
    assertThat(Await.answer(engine.store().partitions().layouts("q"))).isEqualTo(layouts(6));
  }

  @Test
  void aFormerLayoutIsNotForgottenBeforeEveryoneHasHeardOfTheChange() {
    set(engine.store(), 6);
    Await.answer(engine.store().partitions().forgetEmpty("q"));
    assertThat(Await.answer(engine.store().partitions().layouts("q"))).isEqualTo(layouts(6, 1));
  }

  @Test
  void aLockThatOutlivesItsTaskKeepsAFormerLayout() {
    enqueue("q", locked("a", Unique.Release.ON_EXPIRY));
    set(engine.store(), 6);
    age();
    takeAndFinish("q", "a");
    Await.answer(engine.store().partitions().forgetEmpty("q"));
    assertThat(Await.answer(engine.store().partitions().layouts("q"))).isEqualTo(layouts(6, 1));
    redis().command("DEL", "kronosq:{q}:held");
    Await.answer(engine.store().partitions().forgetEmpty("q"));
    assertThat(Await.answer(engine.store().partitions().layouts("q"))).isEqualTo(layouts(6));
  }

  @Test
  void aQueueThatIsUnpartitionedAgainLeavesNothingBehind() {
    set(engine.store(), 6);
    set(engine.store(), 1);
    age();
    Await.answer(engine.store().partitions().forgetEmpty("q"));
    assertThat(redis().number("EXISTS", "kronosq:partitions")).isZero();
  }

  @Test
  void aProcessThatMissedTheChangeHasItsLayoutLookedAfterAgain() {
    TaskStore late = engine.newStore();
    Await.answer(late.partitions().layouts("q"));
    assertThat(late.partitions().known("q")).isEqualTo(layouts(1));
    redis().command("HSET", "kronosq:partitions", "q", "6");
    Await.answer(late.partitions().layouts("q"));
    Await.until(
        "the former layout is there again",
        () ->
            Await.answer(engine.store().partitions().layouts("q"))
                .former()
                .equals(List.of(Layout.of("q", 1))));
  }

  @Test
  void theInspectorShowsAPartitionedQueueAsOne() {
    enqueue("q", chosen("old"));
    set(engine.store(), 2);
    List<String> partitions = Layout.of("q", 2).partitions();
    enqueue(partitions.get(0), new NewTask("a", false, envelope(), Due.NOW, null));
    enqueue(partitions.get(1), new NewTask("b", false, envelope(), new Due.After(MINUTE), null));
    assertThat(engine.inspector().queue("q"))
        .satisfies(
            info -> {
              assertThat(info.name()).isEqualTo("q");
              assertThat(info.partitions()).isEqualTo(2);
              assertThat(info.pending()).isEqualTo(2);
              assertThat(info.scheduled()).isEqualTo(1);
            });
    assertThat(engine.inspector().queues()).extracting("name").containsExactly("q");
    assertThat(engine.inspector().task("q", "b"))
        .hasValueSatisfying(task -> assertThat(task.ref().queue()).isEqualTo("q"));
    assertThat(engine.inspector().task("q", "c")).isEmpty();
  }

  private static byte[] envelope() {
    return EnvelopeCodec.encode(
        new Envelope(
            "type",
            new byte[0],
            Instant.ofEpochMilli(1_700_000_000_000L),
            1,
            MINUTE,
            null,
            Duration.ZERO,
            null,
            Map.of()));
  }
}
