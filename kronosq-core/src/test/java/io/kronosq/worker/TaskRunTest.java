package io.kronosq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kronosq.handler.CancelCause;
import io.kronosq.handler.TaskCancelledException;
import io.kronosq.testing.Await;
import io.kronosq.worker.Outcome.Kind;
import io.kronosq.worker.ServerSettings.FailureSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TaskRunTest {
  private final TestRuns runs = new TestRuns(new OutcomePolicy(FailureSettings.DEFAULT));

  @Test
  void theContextTellsTheTask() {
    AtomicBoolean checked = new AtomicBoolean();
    runs.handler(
        context -> {
          assertThat(context.taskId()).isEqualTo("id");
          assertThat(context.type()).isEqualTo("t");
          assertThat(context.queue()).isEqualTo("q");
          assertThat(context.payload(String.class)).isEqualTo("x");
          assertThat(context.headers()).containsEntry("h", "v");
          assertThat(context.enqueuedAt()).isEqualTo(TestRuns.NOW);
          assertThat(context.maxRetry()).isEqualTo(3);
          assertThat(context.retried()).isZero();
          assertThat(context.crashes()).isZero();
          assertThat(context.isCancelled()).isFalse();
          context.throwIfCancelled();
          checked.set(true);
        });
    TaskRun run = runs.run();
    run.run();
    assertThat(run.outcome().kind()).isEqualTo(Kind.SUCCEEDED);
    assertThat(checked).isTrue();
  }

  @Test
  void theEarlierOfTimeoutAndDeadlineIsTheLimit() {
    runs.handler(context -> {}).timeout(Duration.ofMinutes(1));
    TaskRun byTimeout = runs.deadline(TestRuns.NOW.plusSeconds(61)).run();
    byTimeout.run();
    assertThat(byTimeout.limit().cause()).isEqualTo(CancelCause.TIMEOUT);
    assertThat(byTimeout.deadline()).isEqualTo(TestRuns.NOW.plusSeconds(60));
    TaskRun byDeadline = runs.deadline(TestRuns.NOW.plusSeconds(59)).run();
    byDeadline.run();
    assertThat(byDeadline.limit().cause()).isEqualTo(CancelCause.DEADLINE);
    assertThat(byDeadline.limit().at()).isEqualTo(1_000 + Duration.ofSeconds(59).toNanos());
  }

  @Test
  void aTaskWithoutTimeoutAndDeadlineHasNoLimit() {
    TaskRun run = runs.handler(context -> {}).timeout(Duration.ZERO).run();
    run.run();
    assertThat(run.limit()).isNull();
    assertThat(run.deadline()).isNull();
  }

  @Test
  void aCancelledHandlerIsInterruptedAndCanAsk() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    runs.handler(
        context -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            assertThat(context.isCancelled()).isTrue();
            try {
              context.throwIfCancelled();
            } catch (TaskCancelledException cancelled) {
              thrown.set(cancelled);
              throw cancelled;
            }
          }
        });
    TaskRun run = runs.run();
    Thread thread = new Thread(run);
    thread.start();
    Await.signal(running);
    assertThat(run.cancel(CancelCause.OPERATOR)).isTrue();
    assertThat(run.cancel(CancelCause.SHUTDOWN)).as("the first cause counts").isFalse();
    thread.join();
    assertThat(run.cancelCause()).isEqualTo(CancelCause.OPERATOR);
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            TaskCancelledException.class,
            e -> assertThat(e.reason()).isEqualTo(CancelCause.OPERATOR));
  }

  @Test
  void anInterruptOfTheHandlerDoesNotOutliveIt() {
    TaskRun run = runs.handler(context -> Thread.currentThread().interrupt()).run();
    run.run();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aRunThatWasGivenUpBeforeItBeganNeverRuns() {
    AtomicBoolean ran = new AtomicBoolean();
    TaskRun run = runs.handler(context -> ran.set(true)).run();
    assertThat(run.abandon()).isTrue();
    run.run();
    assertThat(ran).isFalse();
    assertThat(runs.ended).isEmpty();
  }

  @Test
  void theOutcomeOfARunThatWasGivenUpIsIgnored() {
    AtomicReference<TaskRun> self = new AtomicReference<>();
    runs.handler(context -> self.get().abandon());
    self.set(runs.run());
    self.get().run();
    assertThat(self.get().outcome()).isNull();
    assertThat(runs.ended).containsExactly(self.get());
    assertThat(self.get().abandon()).isFalse();
  }

  @Test
  void aFinishedRunCannotBeCancelled() {
    TaskRun run = runs.handler(context -> {}).run();
    run.run();
    assertThat(run.cancel(CancelCause.OPERATOR)).isFalse();
    assertThat(run.isCancelled()).isFalse();
  }

  @Test
  void aTaskIsProcessedOnce() {
    TaskRun run = runs.handler(context -> {}).run();
    run.run();
    run.run();
    assertThat(runs.started).hasSize(1);
  }

  @Test
  void theContextIsForTheRunningHandler() {
    TaskRun run = runs.run();
    assertThatIllegalStateException().isThrownBy(run::type);
  }

  @Test
  void aCancelledRunThatHasNotBegunDoesNotCallItsHandler() {
    AtomicBoolean ran = new AtomicBoolean();
    TaskRun run = runs.handler(context -> ran.set(true)).run();
    run.cancel(CancelCause.SHUTDOWN);
    run.run();
    assertThat(ran).isFalse();
    assertThat(run.outcome().kind()).isEqualTo(Kind.RETURNED);
    assertThatExceptionOfType(TaskCancelledException.class).isThrownBy(run::throwIfCancelled);
  }
}
