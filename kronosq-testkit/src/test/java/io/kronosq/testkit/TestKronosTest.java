package io.kronosq.testkit;

import static io.kronosq.testkit.assertj.KronosAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.Inspector;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.CancelCause;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskCancelledException;
import io.kronosq.schedule.MisfirePolicy;
import io.kronosq.schedule.Schedule;
import io.kronosq.task.Aggregation;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.KronosException;
import io.kronosq.task.Limits;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.worker.RunResult;
import io.kronosq.worker.RunResult.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@KronosTest
class TestKronosTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final RetryPolicy EVERY_MINUTE = (retried, failure) -> Duration.ofMinutes(1);

  private final TestKronos kronos;
  private final List<String> handled = new ArrayList<>();

  TestKronosTest(TestKronos kronos) {
    this.kronos = kronos;
  }

  private void handleText(String type) {
    kronos.handle(type, task -> handled.add(task.payload(String.class)));
  }

  private void enqueue(String type, Object payload, EnqueueOption... options) {
    kronos.client().enqueue(type, payload, options);
  }

  private static List<Kind> kinds(List<RunResult> results) {
    return results.stream().map(RunResult::kind).toList();
  }

  @Test
  void tasksRunWhenTheTestSaysSoOnItsThread() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    kronos.handle("a", task -> thread.set(Thread.currentThread()));
    enqueue("a", "1");
    assertThat(thread).hasNullValue();
    assertThat(kinds(kronos.runDue())).containsExactly(Kind.SUCCEEDED);
    assertThat(thread).hasValue(Thread.currentThread());
    assertThat(kronos.runDue()).isEmpty();
  }

  @Test
  void oneRunsAtATime() {
    handleText("a");
    enqueue("a", "1");
    enqueue("a", "2");
    assertThat(kronos.runOne()).hasValueSatisfying(run -> assertThat(run.type()).isEqualTo("a"));
    assertThat(handled).containsExactly("1");
    assertThat(kronos.runOne()).isPresent();
    assertThat(kronos.runOne()).isEmpty();
  }

  @Test
  void whatHandlersEnqueueRunsInTheSameCall() {
    kronos.handle("a", task -> enqueue("b", "from a", EnqueueOption.queue("other")));
    handleText("b");
    enqueue("a", "");
    assertThat(kronos.runDue()).hasSize(2);
    assertThat(handled).containsExactly("from a");
  }

  @Test
  void delayedTasksRunWhenTheClockSaysSo() {
    handleText("a");
    enqueue("a", "tomorrow", EnqueueOption.delay(DAY));
    assertThat(kronos.runDue()).isEmpty();
    kronos.clock().advance(DAY.minusMillis(1));
    assertThat(kronos.runDue()).isEmpty();
    kronos.clock().advance(Duration.ofMillis(1));
    assertThat(kronos.runDue()).hasSize(1);
    assertThat(handled).containsExactly("tomorrow");
  }

  @Test
  void timeStandsStillUnlessAdvanced() {
    Instant start = kronos.clock().now();
    kronos.handle("a", task -> assertThat(task.enqueuedAt()).isEqualTo(start));
    TaskRef task = kronos.client().enqueue("a", "", EnqueueOption.processAt(start.plusSeconds(60)));
    assertThat(kronos.inspector().task(task.queue(), task.id()))
        .hasValueSatisfying(info -> assertThat(info.dueAt()).isEqualTo(start.plusSeconds(60)));
    kronos.clock().advance(Duration.ofMinutes(1));
    assertThat(kronos.runDue().get(0).endedAt()).isEqualTo(start.plusSeconds(60));
    assertThatThrownBy(() -> kronos.clock().advanceTo(start))
        .hasMessageContaining("goes forward only");
  }

  @Test
  void failuresAreStoredAsInProduction() {
    kronos.handle(
        "a",
        task -> {
          throw new IOException("no mail server");
        },
        HandlerOptions.DEFAULT.withRetryPolicy(EVERY_MINUTE));
    TaskRef task = kronos.client().enqueue("a", "1", EnqueueOption.maxRetry(1));

    RunResult first = kronos.runDue().get(0);
    assertThat(first.kind()).isEqualTo(Kind.RETRIED);
    assertThat(first.retryIn()).isEqualTo(Duration.ofMinutes(1));
    assertThat(first.failure()).isInstanceOf(IOException.class);
    TaskInfo waiting = kronos.inspector().task(task.queue(), task.id()).orElseThrow();
    assertThat(waiting.state()).isEqualTo(TaskState.RETRY);
    assertThat(waiting.dueAt()).isEqualTo(kronos.clock().now().plusSeconds(60));

    assertThat(kinds(kronos.runUntilEmpty())).containsExactly(Kind.ARCHIVED);
    assertThat(kronos.lastFailure()).containsInstanceOf(IOException.class);
    TaskInfo archived = kronos.inspector().task(task.queue(), task.id()).orElseThrow();
    assertThat(archived.state()).isEqualTo(TaskState.ARCHIVED);
    assertThat(archived.attempts().attempts())
        .extracting(attempt -> attempt.error().message())
        .containsExactly("no mail server", "no mail server");
    assertThat(kronos.inspector().history("default").total().failed()).isEqualTo(2);
  }

  @Test
  void failuresAreRethrownIfAskedFor() {
    kronos.rethrowFailures(true);
    kronos.handle(
        "checked",
        task -> {
          throw new IOException("no mail server");
        });
    kronos.handle(
        "unchecked",
        task -> {
          throw new SkipRetryException("unknown address");
        });
    enqueue("checked", "");
    assertThatThrownBy(kronos::runDue)
        .isInstanceOf(KronosException.class)
        .hasRootCauseMessage("no mail server");
    enqueue("unchecked", "");
    assertThatThrownBy(kronos::runDue).isInstanceOf(SkipRetryException.class);
    assertThat(kinds(kronos.results())).containsExactly(Kind.RETRIED, Kind.ARCHIVED);
  }

  @Test
  void assertionsInHandlersFailTheTest() {
    kronos.handle("a", task -> assertThat(task.payload(String.class)).isEqualTo("right"));
    enqueue("a", "wrong");
    assertThatThrownBy(kronos::runDue).isInstanceOf(AssertionError.class);
  }

  @Test
  void typesWithoutHandlerAreLeftToOthersAndNotWaitedForForEver() {
    enqueue("unknown", "");
    assertThat(kinds(kronos.runDue())).containsExactly(Kind.UNHANDLED);
    assertThatThrownBy(kronos::runUntilEmpty)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no handler for task type 'unknown'");
  }

  @Test
  void tasksThatNeverEndAreTakenForALoop() {
    try (TestKronos patient = TestKronos.builder().maxRuns(20).build()) {
      patient.handle("again", task -> patient.client().enqueue("again", ""));
      patient.client().enqueue("again", "");
      assertThatThrownBy(patient::runDue)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("After 20 tasks")
          .hasMessageContaining("type 'again'");
    }
  }

  @Test
  void uniqueLocksHoldByTheTestsClock() {
    handleText("a");
    EnqueueOption unique =
        EnqueueOption.unique(
            Unique.byType(Duration.ofMinutes(10)).releasing(Unique.Release.ON_EXPIRY));
    enqueue("a", "1", unique);
    kronos.runDue();
    assertThatThrownBy(() -> enqueue("a", "2", unique)).isInstanceOf(DuplicateTaskException.class);
    kronos.clock().advance(Duration.ofMinutes(9));
    assertThatThrownBy(() -> enqueue("a", "2", unique)).isInstanceOf(DuplicateTaskException.class);
    kronos.clock().advance(Duration.ofMinutes(1));
    enqueue("a", "3", unique);
    kronos.runDue();
    assertThat(handled).containsExactly("1", "3");
    assertThat(kronos).enqueued("a").times(2);
  }

  @Test
  void debouncedTasksStartAfterTheLastEnqueue() {
    handleText("a");
    EnqueueOption[] debounced = {
      EnqueueOption.unique(Unique.byKey("k", DAY).debouncing()),
      EnqueueOption.delay(Duration.ofSeconds(10))
    };
    enqueue("a", "1", debounced);
    kronos.clock().advance(Duration.ofSeconds(9));
    enqueue("a", "2", debounced);
    kronos.clock().advance(Duration.ofSeconds(9));
    assertThat(kronos.runDue()).isEmpty();
    kronos.clock().advance(Duration.ofSeconds(1));
    kronos.runDue();
    assertThat(handled).containsExactly("2");
  }

  @Test
  void groupsAreProcessedTogetherWhenTheirGraceIsOver() {
    kronos.handle(
        "a", task -> task.batch().forEach(item -> handled.add(item.payload(String.class))));
    EnqueueOption group =
        EnqueueOption.group("g", new Aggregation(10, DAY, Duration.ofSeconds(30)));
    enqueue("a", "1", group);
    kronos.clock().advance(Duration.ofSeconds(20));
    enqueue("a", "2", group);
    assertThat(kronos.runDue()).isEmpty();
    assertThat(kronos.runUntilEmpty()).hasSize(1);
    assertThat(handled).containsExactly("1", "2");
    assertThat(kronos).enqueued("a").inGroup("g").times(2);
  }

  @Test
  void ratesHoldByTheTestsClock() {
    try (TestKronos limited =
        TestKronos.builder()
            .queue("slow", 1)
            .handle("a", task -> handled.add(task.payload(String.class)))
            .server(server -> server.limits("slow", Limits.rate(1, Duration.ofMinutes(1))))
            .build()) {
      for (String payload : List.of("1", "2", "3")) {
        limited.client().enqueue("a", payload, EnqueueOption.queue("slow"));
      }
      Instant start = limited.clock().now();
      limited.runDue();
      assertThat(handled).containsExactly("1");
      limited.runUntilEmpty();
      assertThat(handled).containsExactly("1", "2", "3");
      assertThat(limited.clock().now()).isEqualTo(start.plusSeconds(120));
    }
  }

  @Test
  void handlersWhoseTimeIsOverAreCancelled() {
    kronos.handle(
        "slow",
        task -> {
          kronos.clock().advance(Duration.ofSeconds(29));
          task.throwIfCancelled();
          kronos.clock().advance(Duration.ofSeconds(1));
          task.throwIfCancelled();
        });
    enqueue("slow", "", EnqueueOption.timeout(Duration.ofSeconds(30)));
    RunResult result = kronos.runOne().orElseThrow();
    assertThat(result.kind()).isEqualTo(Kind.RETRIED);
    assertThat(result.failure())
        .isInstanceOfSatisfying(
            TaskCancelledException.class,
            cancelled -> assertThat(cancelled.reason()).isEqualTo(CancelCause.TIMEOUT));
  }

  @Test
  void asynchronousHandlersAreWaitedForAndGoOnOnTheTestsThread() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    kronos.handleAsync(
        "a",
        task ->
            CompletableFuture.supplyAsync(() -> "x")
                .thenAcceptAsync(
                    text -> {
                      thread.set(Thread.currentThread());
                      throw new IllegalStateException("too late");
                    },
                    task.executor()));
    enqueue("a", "");
    assertThat(kinds(kronos.runDue())).containsExactly(Kind.RETRIED);
    assertThat(kronos.lastFailure().orElseThrow()).hasMessage("too late");
    assertThat(thread).hasValue(Thread.currentThread());
  }

  @Test
  void deadlinesHoldByTheTestsClock() {
    handleText("a");
    enqueue(
        "a",
        "late",
        EnqueueOption.delay(Duration.ofMinutes(1)),
        EnqueueOption.deadline(kronos.clock().now().plusSeconds(90)));
    kronos.clock().advance(Duration.ofMinutes(2));
    assertThat(kinds(kronos.runDue())).containsExactly(Kind.ARCHIVED);
    assertThat(handled).isEmpty();
  }

  @Test
  void completedTasksAreKeptForTheirRetention() {
    kronos.handle("a", task -> task.result("done"));
    TaskRef task = kronos.client().enqueue("a", "", EnqueueOption.retention(DAY));
    assertThat(kronos.runDue().get(0).result()).asString().isEqualTo("done");
    assertThat(kronos.inspector().task(task.queue(), task.id())).isPresent();
    kronos.clock().advance(DAY.plusMillis(1));
    kronos.runDue();
    assertThat(kronos.inspector().task(task.queue(), task.id())).isEmpty();
  }

  @Test
  void whatHandlersTellIsStored() {
    kronos.handle(
        "a",
        task -> {
          if (task.retried() == 0) {
            task.progress(0.5, "half");
            task.checkpoint("row 50").toCompletableFuture().join();
            throw new IllegalStateException("disk full");
          }
          handled.add(task.lastCheckpoint(String.class).orElse("none"));
        });
    enqueue("a", "");
    kronos.runUntilEmpty();
    assertThat(handled).containsExactly("row 50");
  }

  @Test
  void ticksComeAsTheClockIsAdvanced() {
    Instant noon = Instant.parse("2030-03-10T12:00:00Z");
    try (TestKronos timed =
        TestKronos.builder()
            .startAt(noon)
            .schedule(
                Schedule.of("report", "0 6 * * *", Task.of("report", "daily"))
                    .misfire(MisfirePolicy.SKIP))
            .handle("report", task -> handled.add(task.headers().get(Schedule.TICK_HEADER)))
            .build()) {
      assertThat(timed.runDue()).isEmpty();
      timed.clock().advance(Duration.ofHours(17));
      assertThat(timed).nothingEnqueued();
      timed.clock().advance(DAY.multipliedBy(2));
      assertThat(timed).enqueued("report").times(2).withPayload("daily");
      timed.runDue();
      assertThat(handled).containsExactly("2030-03-11T06:00:00Z", "2030-03-12T06:00:00Z");
    }
  }

  @Test
  void timeThatIsRunThroughRunsEachTaskWhenItIsDue() {
    Instant start = Instant.parse("2030-01-01T00:00:00Z");
    List<Instant> ran = new ArrayList<>();
    AtomicReference<TestKronos> running = new AtomicReference<>();
    try (TestKronos timed =
        TestKronos.builder()
            .startAt(start)
            .schedule(Schedule.of("hourly", "0 * * * *", Task.of("tick", "")))
            .handle("tick", task -> ran.add(running.get().clock().now()))
            .build()) {
      running.set(timed);
      timed.client().enqueue("tick", "", EnqueueOption.delay(Duration.ofMinutes(30)));
      assertThat(timed.runFor(Duration.ofHours(2))).hasSize(3);
      assertThat(ran)
          .containsExactly(
              start.plusSeconds(1800), start.plusSeconds(3600), start.plusSeconds(7200));
      assertThat(timed.clock().now()).isEqualTo(start.plusSeconds(7200));
    }
  }

  @Test
  void allPartitionsOfAQueueAreServed() {
    handleText("a");
    kronos.inspector().setPartitions("wide", 4);
    for (int i = 0; i < 12; i++) {
      enqueue("a", "" + i, EnqueueOption.queue("wide"));
    }
    assertThat(kronos.runDue()).hasSize(12);
    assertThat(handled).hasSize(12);
  }

  @Test
  void listenersHearOfEvents() {
    List<TaskEventType> events = new ArrayList<>();
    try (TestKronos heard =
        TestKronos.builder()
            .handle("a", task -> {})
            .server(server -> server.onEvent(event -> events.add(event.type())))
            .build()) {
      heard.client().enqueue("a", "");
      heard.runDue();
    }
    assertThat(events).containsExactly(TaskEventType.STARTED, TaskEventType.SUCCEEDED);
  }

  @Test
  void handlersCantRunOthers() {
    kronos.handle("a", task -> kronos.runDue());
    enqueue("a", "");
    assertThat(kronos.runOne().orElseThrow().failure()).hasMessageContaining("one at a time");
  }

  @Test
  void pausedQueuesRest() {
    handleText("a");
    enqueue("a", "");
    kronos.inspector().pauseQueue("default");
    assertThat(kronos.runUntilEmpty()).isEmpty();
    kronos.inspector().resumeQueue("default");
    assertThat(kronos.runDue()).hasSize(1);
  }

  @Test
  void nothingIsLeftBehind() {
    TestKronos other = TestKronos.open();
    other.client().enqueue("a", "");
    String prefix = other.redis().prefix();
    assertThat(other.inspector().queues()).extracting(QueueInfo::name).containsExactly("default");
    other.close();
    try (Inspector inspector = Inspector.open(kronos.redis().withPrefix(prefix))) {
      assertThat(inspector.queues()).isEmpty();
    }
  }
}
