package io.kronosq.testkit.assertj;

import static io.kronosq.testkit.assertj.KronosAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.Inspector;
import io.kronosq.task.Aggregation;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.Task;
import io.kronosq.task.Unique;
import io.kronosq.testkit.EnqueuedTasks;
import io.kronosq.testkit.KronosTest;
import io.kronosq.testkit.RecordingClient;
import io.kronosq.testkit.TestKronos;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KronosAssertionsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final RecordingClient client = new RecordingClient();

  private static void assertFails(ThrowingCallable assertion, String... messageParts) {
    assertThatThrownBy(assertion)
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(messageParts);
  }

  @Test
  void countsTasksOfAType() {
    client.enqueue("email:welcome", "ann");
    client.enqueueAll(List.of(Task.of("email:bye", "ann"), Task.of("email:bye", "bob")));
    assertThat(client).enqueued("email:welcome").once();
    assertThat(client).enqueued("email:bye").times(2).withPayload("bob").once();
    assertThat(client).neverEnqueued("email:other");
    assertThat(client).onlyEnqueued("email:bye", "email:welcome");
    assertThat(client).enqueuedInOrder("email:welcome", "email:bye", "email:bye");
    assertFails(() -> assertThat(client).enqueued("email:bye").once(), "Expected 1 task of type");
    assertFails(() -> assertThat(client).neverEnqueued("email:bye"), "Expected no task of type");
    assertFails(() -> assertThat(client).nothingEnqueued(), "Expected no task");
    assertFails(() -> assertThat(client).onlyEnqueued("email:bye"), "and no others");
    assertFails(() -> assertThat(client).enqueuedInOrder("email:bye"), "in this order");
  }

  @Test
  void failuresTellWhatWasEnqueuedInstead() {
    assertFails(() -> assertThat(client).enqueued("email:welcome"), "but none was");
    client.enqueue("email:bye", "ann", EnqueueOption.queue("low"), EnqueueOption.delay(HOUR));
    assertFails(
        () -> assertThat(client).enqueued("email:welcome"),
        "Expected a task of type 'email:welcome' to be enqueued, but these were:",
        "email:bye on low in PT1H: ann");
    assertFails(
        () -> assertThat(client).enqueued("email:bye").onQueue("low").withPayload("bob"),
        "Expected a task of type 'email:bye' on queue 'low' with payload bob",
        "email:bye on low in PT1H: ann");
  }

  @Test
  void payloadsAreComparedAsWhatTheyAre() {
    client.enqueue("a", new byte[] {1, 2});
    client.enqueue("a", "text");
    assertThat(client)
        .enqueued("a")
        .withPayload(new byte[] {1, 2})
        .once()
        .and()
        .enqueued("a")
        .withPayload("text")
        .once()
        .withPayload(String.class, text -> text.startsWith("t"))
        .withPayloadSatisfying(String.class, text -> assertThat(text).hasSize(4));
    assertFails(() -> assertThat(client).enqueued("a").withPayload(5L), "with payload 5");
    assertFails(
        () -> assertThat(client).enqueued("a").withPayload(String.class, String::isBlank),
        "fulfils the condition");
    assertFails(
        () ->
            assertThat(client)
                .enqueued("a")
                .withPayloadSatisfying(String.class, text -> assertThat(text).isEqualTo("other")),
        "other");
  }

  @Test
  void optionsAreAssertedOn() {
    Instant deadline = Instant.parse("2100-01-01T00:00:00Z");
    client.enqueue(
        "a",
        "",
        EnqueueOption.queue("critical"),
        EnqueueOption.taskId("a-1"),
        EnqueueOption.delay(HOUR),
        EnqueueOption.maxRetry(3),
        EnqueueOption.timeout(Duration.ofSeconds(9)),
        EnqueueOption.deadline(deadline),
        EnqueueOption.retention(HOUR),
        EnqueueOption.header("tenant", "x"),
        EnqueueOption.limitKey("x"),
        EnqueueOption.unique(Unique.byType(HOUR)));
    client.enqueue("b", "", EnqueueOption.group("g", Aggregation.DEFAULT));
    client.enqueue("c", "", EnqueueOption.processAt(deadline));
    EnqueuedAssert<?> task = assertThat(client).enqueued("a");
    task.onQueue("critical")
        .withTaskId("a-1")
        .withDelay(HOUR)
        .withMaxRetry(3)
        .withTimeout(Duration.ofSeconds(9))
        .withDeadline(deadline)
        .withRetention(HOUR)
        .withHeader("tenant", "x")
        .withLimitKey("x")
        .uniqueFor(HOUR)
        .allTasksSatisfy(found -> assertThat(found.isUnique()).isTrue());
    assertThat(client).enqueued("b").inGroup("g").withDelay(Duration.ZERO);
    assertThat(client).enqueued("c").dueAt(deadline);
    assertFails(() -> task.onQueue("low"), "on queue 'low'");
    assertFails(() -> task.withTaskId("b"), "with id 'b'");
    assertFails(() -> task.withDelay(Duration.ZERO), "with delay PT0S");
    assertFails(() -> task.dueAt(deadline), "due at");
    assertFails(() -> task.withMaxRetry(4), "with 4 retries");
    assertFails(() -> task.withTimeout(HOUR), "with timeout");
    assertFails(() -> task.withDeadline(Instant.EPOCH), "with deadline");
    assertFails(() -> task.withRetention(Duration.ZERO), "with retention");
    assertFails(() -> task.withHeader("tenant", "y"), "with header tenant=y");
    assertFails(() -> task.withLimitKey("y"), "with limit key 'y'");
    assertFails(() -> task.uniqueFor(Duration.ofDays(1)), "unique for PT24H");
    assertFails(() -> task.inGroup("g"), "in group 'g'");
  }

  @KronosTest
  static class Ran {
    private final TestKronos kronos;

    Ran(TestKronos kronos) {
      this.kronos = kronos;
    }

    @Test
    void whatCameOfTasksIsAssertedOn() {
      kronos.handle(
          "a",
          task -> {
            if (task.retried() == 0) {
              throw new IllegalStateException("not yet");
            }
          });
      kronos.handle(
          "b",
          task -> {
            throw new IllegalArgumentException("never");
          });
      kronos.client().enqueue("a", "");
      kronos.client().enqueue("b", "", EnqueueOption.maxRetry(0));
      kronos.runUntilEmpty();
      assertThat(kronos).ran("a").times(2).succeeded().once();
      assertThat(kronos)
          .ran("a")
          .retried()
          .once()
          .failedWith(IllegalStateException.class)
          .failedWithMessage("yet")
          .and()
          .ran("b")
          .archived()
          .once();
      assertThat(kronos).neverRan("c");
      assertFails(() -> assertThat(kronos).neverRan("a"), "a, attempt 1: RETRIED in PT");
      assertFails(() -> assertThat(kronos).ran("c"), "b, attempt 1: ARCHIVED", "never");
      assertFails(() -> assertThat(kronos).ran("b").succeeded(), "that succeeded");
      assertFails(() -> assertThat(kronos).ran("b").times(2), "Expected 2 attempts");
      assertFails(() -> assertThat(kronos).nothingFailed(), "Expected no task to fail");
    }

    @Test
    void tasksInRedisAreAssertedOn(Inspector inspector) {
      kronos.handle("done", task -> {});
      kronos.client().enqueue("done", "");
      kronos.runDue();
      kronos.clock().advance(Duration.ofSeconds(1));
      kronos.client().enqueue("now", "1");
      kronos.clock().advance(Duration.ofSeconds(1));
      kronos.client().enqueue("later", "2", EnqueueOption.queue("low"), EnqueueOption.delay(HOUR));
      EnqueuedTasks tasks = EnqueuedTasks.in(inspector, PayloadCodec.plain());
      assertThat(tasks).enqueuedInOrder("now", "later");
      assertThat(tasks).enqueued("later").onQueue("low").withDelay(HOUR).withPayload("2").once();
    }
  }
}
