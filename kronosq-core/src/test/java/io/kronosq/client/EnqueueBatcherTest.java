package io.kronosq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.store.Confirmation;
import io.kronosq.store.Encounter;
import io.kronosq.store.NewTask;
import io.kronosq.store.StoreException;
import io.kronosq.store.StoreException.Kind;
import io.kronosq.task.Due;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.ManualLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnqueueBatcherTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final ManualLoop loop = new ManualLoop();
  private final FakeStore fake = new FakeStore(loop);
  private final EnqueueBatcher batcher = new EnqueueBatcher(fake.store(), TIMEOUT, loop);

  private static PendingEnqueue pending(String queue, String id, int size) {
    return new PendingEnqueue(
        new PreparedTask(
            "type",
            queue,
            new NewTask(id, false, new byte[size], Due.NOW, null),
            null,
            Confirmation.NONE));
  }

  private PendingEnqueue submit(String id) {
    PendingEnqueue pending = pending("q", id, 10);
    batcher.submit(pending);
    loop.run();
    return pending;
  }

  private static List<PendingEnqueue> many(int count, int size) {
    return IntStream.range(0, count).mapToObj(i -> pending("q", "t" + i, size)).toList();
  }

  private static EnqueueException failureOf(PendingEnqueue pending) {
    assertThat(pending).isCompletedExceptionally();
    try {
      pending.join();
      throw new AssertionError("It did not fail");
    } catch (CompletionException e) {
      return (EnqueueException) e.getCause();
    }
  }

  @Test
  void theFirstGoesOutAtOnceAndAlone() {
    submit("a");
    assertThat(fake.calls).hasSize(1);
    assertThat(fake.calls.get(0).ids()).containsExactly("a");
  }

  @Test
  void whatArrivesMeanwhileGoesOutTogetherWithTheNextCall() {
    submit("a");
    submit("b");
    submit("c");
    assertThat(fake.calls).hasSize(1);
    fake.calls.get(0).stored();
    assertThat(fake.calls).hasSize(2);
    assertThat(fake.calls.get(1).ids()).containsExactly("b", "c");
  }

  @Test
  void whatIsSubmittedInOneGoGoesOutTogether() {
    batcher.submitAll(many(3, 10));
    loop.run();
    assertThat(fake.calls).hasSize(1);
    assertThat(fake.calls.get(0).ids()).containsExactly("t0", "t1", "t2");
  }

  @Test
  void anEnqueueCompletesWhenItsCallIsAnswered() {
    PendingEnqueue a = submit("a");
    PendingEnqueue b = submit("b");
    assertThat(a).isNotDone();
    fake.calls.get(0).stored();
    assertThat(a).isCompletedWithValue(new TaskRef("q", "a"));
    assertThat(b).isNotDone();
  }

  @Test
  void queuesDoNotWaitForEachOther() {
    submit("a");
    batcher.submit(pending("other", "b", 10));
    loop.run();
    assertThat(fake.calls).extracting(FakeStore.Call::queue).containsExactly("q", "other");
  }

  @Test
  void aCallTakesABoundedNumberOfTasksAndFullOnesAreUnderWayTogether() {
    batcher.submitAll(many(2_200, 10));
    loop.run();
    assertThat(fake.calls.size()).isBetween(2, 4);
    for (int i = 0; i < fake.calls.size(); i++) {
      assertThat(fake.calls.get(i).ids()).hasSizeLessThanOrEqualTo(1_000);
      fake.calls.get(i).stored();
    }
    List<String> sent = fake.calls.stream().flatMap(call -> call.ids().stream()).toList();
    assertThat(sent)
        .containsExactlyElementsOf(many(2_200, 0).stream().map(p -> p.task().id()).toList());
  }

  @Test
  void aCallTakesABoundedNumberOfBytes() {
    int size = 1_500_000;
    batcher.submitAll(many(4, size));
    loop.run();
    for (int i = 0; i < fake.calls.size(); i++) {
      assertThat(fake.calls.get(i).ids()).hasSizeLessThanOrEqualTo(2);
      fake.calls.get(i).stored();
    }
    assertThat(fake.calls.stream().mapToInt(call -> call.ids().size()).sum()).isEqualTo(4);
  }

  @Test
  void aTaskLargerThanTheBoundGoesAlone() {
    List<PendingEnqueue> large = many(2, 6_000_000);
    batcher.submitAll(large);
    loop.run();
    fake.calls.get(0).stored();
    fake.calls.get(1).stored();
    assertThat(fake.calls).extracting(call -> call.ids().size()).containsExactly(1, 1);
    assertThat(large).allMatch(PendingEnqueue::isDone);
  }

  @Test
  void aConflictFailsItsOwnTaskAndNoOther() {
    List<PendingEnqueue> all = many(3, 10);
    batcher.submitAll(all);
    loop.run();
    fake.calls.get(0).answer().complete(Map.of(1, Encounter.refused("holder")));
    assertThat(all.get(0)).isCompletedWithValue(new TaskRef("q", "t0"));
    assertThat(all.get(2)).isCompletedWithValue(new TaskRef("q", "t2"));
    EnqueueException failure = failureOf(all.get(1));
    assertThat(failure).isInstanceOf(DuplicateTaskException.class);
    assertThat(failure.taskId()).isEqualTo("t1");
    assertThat(((DuplicateTaskException) failure).existingTaskId()).isEqualTo("holder");
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_WRITTEN);
  }

  @Test
  void withoutConnectionATaskWaitsAndIsSentWhenThereIsOne() {
    fake.failure = new StoreException(Kind.NOT_CONNECTED, "away", null);
    PendingEnqueue a = submit("a");
    loop.advance(Duration.ofSeconds(1));
    assertThat(a).isNotDone();
    fake.failure = null;
    fake.calls.clear();
    PendingEnqueue b = submit("b");
    loop.advance(Duration.ofMillis(100));
    assertThat(fake.calls).hasSize(1);
    assertThat(fake.calls.get(0).ids()).containsExactly("a", "b");
    fake.calls.get(0).stored();
    assertThat(a).isCompleted();
    assertThat(b).isCompleted();
  }

  @Test
  void withoutConnectionATaskFailsWhenItsTimeIsOver() {
    fake.failure = new StoreException(Kind.NOT_CONNECTED, "Redis is away", null);
    PendingEnqueue a = submit("a");
    loop.advance(TIMEOUT.minusMillis(1));
    assertThat(a).isNotDone();
    loop.advance(Duration.ofMillis(100));
    EnqueueException failure = failureOf(a);
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_WRITTEN);
    assertThat(failure.taskId()).isEqualTo("a");
    assertThat(failure).hasMessageContaining("Redis is away");
    assertThat(loop.timers()).isZero();
  }

  @Test
  void withoutConnectionTheStoreIsNotAskedAgainAndAgain() {
    fake.failure = new StoreException(Kind.NOT_CONNECTED, "away", null);
    for (int i = 0; i < 50; i++) {
      submit("t" + i);
    }
    loop.advance(Duration.ofSeconds(1));
    assertThat(fake.calls).hasSizeLessThan(30);
    assertThat(loop.timers()).isEqualTo(1);
  }

  @Test
  void anUnansweredCallSaysThatItsTasksAreInDoubt() {
    PendingEnqueue a = submit("a");
    fake.calls
        .get(0)
        .answer()
        .completeExceptionally(new StoreException(Kind.UNANSWERED, "broke", null));
    EnqueueException failure = failureOf(a);
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure).hasMessageContaining("EnqueueOption.taskId(\"a\")");
  }

  @Test
  void aFailureThatNobodyExpectedLeavesTheTaskInDoubt() {
    PendingEnqueue a = submit("a");
    fake.calls.get(0).answer().completeExceptionally(new IllegalStateException("unexpected"));
    assertThat(failureOf(a).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FULL", "REFUSED", "CLOSED"})
  void aRefusedCallSaysThatNothingWasStored(Kind kind) {
    PendingEnqueue a = submit("a");
    fake.calls.get(0).answer().completeExceptionally(new StoreException(kind, "no room", null));
    EnqueueException failure = failureOf(a);
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_WRITTEN);
    assertThat(failure).hasMessageContaining("no room");
  }

  @Test
  void afterAFailedCallTheNextOneGoesOut() {
    submit("a");
    PendingEnqueue b = submit("b");
    fake.calls.get(0).answer().completeExceptionally(new StoreException(Kind.FULL, "full", null));
    fake.calls.get(1).stored();
    assertThat(b).isCompleted();
  }

  @Test
  void aCallerThatWaitedTooLongWithdrawsWhatWasNotSent() {
    submit("a");
    PendingEnqueue b = submit("b");
    assertThatThrownBy(() -> b.await(Duration.ofMillis(1)))
        .isInstanceOfSatisfying(
            EnqueueException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_WRITTEN))
        .hasMessageContaining("withdrawn");
    fake.calls.get(0).stored();
    assertThat(fake.calls).as("b is not sent any more").hasSize(1);
  }

  @Test
  void aCallerThatWithdrawsHearsWhatStoodInTheWay() {
    fake.failure = new StoreException(Kind.NOT_CONNECTED, "Redis is away", null);
    PendingEnqueue a = submit("a");
    assertThatThrownBy(() -> a.await(Duration.ofMillis(1)))
        .hasMessageContaining("withdrawn")
        .hasMessageContaining("Redis is away");
  }

  @Test
  void aCallerThatWaitedTooLongForWhatWasSentIsTold() {
    PendingEnqueue a = submit("a");
    assertThatThrownBy(() -> a.await(Duration.ofMillis(1)))
        .isInstanceOfSatisfying(
            EnqueueException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
        .hasMessageContaining("may still be stored");
  }

  @Test
  void anInterruptedCallerStaysInterrupted() {
    submit("a");
    PendingEnqueue b = submit("b");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> b.await(TIMEOUT)).isInstanceOf(EnqueueException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
