package io.kronosq.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptLogTest {
  private static Attempt attempt(int number) {
    return new Attempt(
        Instant.ofEpochMilli(number),
        Attempt.Kind.FAILED,
        "s",
        new TaskError("class", "message " + number, ""));
  }

  @Test
  void anAttemptThatSpendsARetryIsCounted() {
    assertThat(AttemptLog.NONE.with(attempt(1), true, 10).retried()).isEqualTo(1);
    assertThat(AttemptLog.NONE.with(attempt(1), false, 10).retried()).isZero();
  }

  @Test
  void onlyTheLatestAttemptsAreKept() {
    AttemptLog log = new AttemptLog(0, 2, List.of());
    for (int i = 0; i < 5; i++) {
      log = log.with(attempt(i), true, 3);
    }
    assertThat(log.attempts()).containsExactly(attempt(2), attempt(3), attempt(4));
    assertThat(log.retried()).isEqualTo(5);
    assertThat(log.crashes()).isEqualTo(2);
  }

  @Test
  void anErrorKeepsClassMessageAndStack() {
    TaskError error = TaskError.of(new IllegalStateException("broken"));
    assertThat(error.className()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.message()).isEqualTo("broken");
    assertThat(error.stack()).contains("AttemptLogTest");
    assertThat(error).hasToString("java.lang.IllegalStateException: broken");
  }

  @Test
  void aLongErrorIsShortened() {
    TaskError error = TaskError.of(new IllegalStateException("x".repeat(100_000)));
    assertThat(error.message()).hasSize(1_000).endsWith("…");
    assertThat(error.stack()).hasSize(4_000).endsWith("…");
  }

  @Test
  void anErrorWithoutMessageHasAnEmptyOne() {
    assertThat(TaskError.of(new IllegalStateException()).message()).isEmpty();
  }
}
