package io.kronosq.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.store.Confirmation;
import io.kronosq.store.Encounter;
import io.kronosq.store.Loop;
import io.kronosq.store.NewTask;
import io.kronosq.store.StoreException;
import io.kronosq.store.StoreException.Kind;
import io.kronosq.task.Due;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.task.TaskRef;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Released tasks of which the store does not say whether they are stored. */
class UnansweredHeldTasksTest {
  /** Runs everything at once, on the calling thread. */
  private static final class DirectLoop implements Loop {
    @Override
    public void execute(Runnable action) {
      action.run();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean inLoop() {
      return false;
    }
  }

  private final FakeStore fake = new FakeStore(new DirectLoop());
  private final List<EnqueueException> failures = new ArrayList<>();
  private final HeldTasks held =
      new HeldTasks(
          new EnqueueBatcher(fake.store(), Duration.ofSeconds(5), TimeSource.system()),
          (task, reason) -> failures.add(reason));

  private CompletionStage<TaskRef> hold(String id) {
    NewTask task = new NewTask(id, true, new byte[10], Due.NOW, null);
    return held.add(List.of(new PreparedTask("type", "q", task, null, Confirmation.NONE))).get(0);
  }

  private static Map<Integer, Encounter> unanswered() {
    throw new StoreException(Kind.UNANSWERED, "no answer", null);
  }

  @Test
  void areSentOnceMoreUnderTheirIds() {
    CompletionStage<TaskRef> a = hold("a");
    CompletionStage<TaskRef> b = hold("b");
    fake.scripted.add(UnansweredHeldTasksTest::unanswered);
    fake.scripted.add(() -> Map.of(0, Encounter.refused("a")));
    held.release();
    assertThat(a.toCompletableFuture()).isCompletedWithValue(new TaskRef("q", "a"));
    assertThat(b.toCompletableFuture()).isCompletedWithValue(new TaskRef("q", "b"));
    assertThat(fake.calls).extracting(FakeStore.Call::ids).containsOnly(List.of("a", "b"));
    assertThat(failures).isEmpty();
  }

  @Test
  void areToldWhenTheSecondAttemptIsNotAnsweredEither() {
    hold("a");
    fake.scripted.add(UnansweredHeldTasksTest::unanswered);
    fake.scripted.add(UnansweredHeldTasksTest::unanswered);
    held.release();
    assertThat(failures)
        .singleElement()
        .extracting(EnqueueException::outcome)
        .isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void aTaskWhoseIdWasTakenFromTheBeginningIsTold() {
    hold("a");
    fake.scripted.add(() -> Map.of(0, Encounter.refused("a")));
    held.release();
    assertThat(failures).hasSize(1);
  }
}
