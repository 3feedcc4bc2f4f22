package io.kronosq.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnqueueOptionsTest {
  private static EnqueueOptions of(EnqueueOption... options) {
    return EnqueueOptions.from(List.of(options));
  }

  @Test
  void withoutOptionsTheDocumentedDefaultsHold() {
    EnqueueOptions options = of();
    assertThat(options.queue()).isEqualTo("default");
    assertThat(options.maxRetry()).isEqualTo(25);
    assertThat(options.timeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(options.due()).isEqualTo(Due.NOW);
    assertThat(options.retention()).isEqualTo(Duration.ZERO);
    assertThat(options.headers()).isEmpty();
    assertThat(options.deadline()).isNull();
    assertThat(options.unique()).isNull();
    assertThat(options.taskId()).isNull();
  }

  @Test
  void theLaterOptionWins() {
    EnqueueOptions options =
        EnqueueOptions.from(
            List.of(EnqueueOption.maxRetry(1), EnqueueOption.queue("a")),
            List.of(EnqueueOption.maxRetry(2)));
    assertThat(options.maxRetry()).isEqualTo(2);
    assertThat(options.queue()).isEqualTo("a");
  }

  @Test
  void aDelayThatIsNotPositiveMeansAtOnce() {
    assertThat(of(EnqueueOption.delay(Duration.ZERO)).due()).isEqualTo(Due.NOW);
    assertThat(of(EnqueueOption.delay(Duration.ofSeconds(-1))).due()).isEqualTo(Due.NOW);
    assertThat(of(EnqueueOption.delay(Duration.ofSeconds(3))).due())
        .isEqualTo(new Due.After(Duration.ofSeconds(3)));
  }

  @Test
  void processAtReplacesADelay() {
    Instant time = Instant.parse("2030-01-01T00:00:00Z");
    assertThat(of(EnqueueOption.delay(Duration.ofSeconds(3)), EnqueueOption.processAt(time)).due())
        .isEqualTo(new Due.At(time));
  }

  @Test
  void headersGatherInTheirOrder() {
    EnqueueOptions options =
        of(
            EnqueueOption.header("b", "1"),
            EnqueueOption.headers(Map.of("a", "2")),
            EnqueueOption.header("b", "3"));
    assertThat(options.headers()).containsExactly(Map.entry("b", "3"), Map.entry("a", "2"));
  }

  @Test
  void negativeValuesAreRefusedWithTheValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(EnqueueOption.maxRetry(-1)))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(EnqueueOption.timeout(Duration.ofSeconds(-1))))
        .withMessageContaining("timeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(EnqueueOption.retention(Duration.ofSeconds(-1))))
        .withMessageContaining("retention");
  }

  @Test
  void aUniqueKeyIsNeededForTheScopeKeyOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Unique.byKey("", Duration.ofSeconds(1)))
        .withMessageContaining("key");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Unique(
                    Unique.Scope.TYPE, "k", Duration.ofSeconds(1), Unique.Release.ON_FINISH));
  }

  @Test
  void aUniqueLockNeedsATimeToLive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Unique.byType(Duration.ofNanos(1)))
        .withMessageContaining("time to live");
  }

  @Test
  void aDebouncedTaskNeedsADelayThatFits() {
    EnqueueOption minute = EnqueueOption.delay(Duration.ofMinutes(1));
    EnqueueOption lock = EnqueueOption.unique(Unique.byType(Duration.ofHours(1)).debouncing());
    assertThat(of(lock, minute).checkTogether().unique()).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(of(lock)::checkTogether)
        .withMessageContaining("EnqueueOption.delay");
    assertThatIllegalArgumentException()
        .isThrownBy(of(lock, EnqueueOption.delay(Duration.ofHours(2)))::checkTogether)
        .withMessageContaining("time to live");
    Unique impatient = Unique.byType(Duration.ofHours(1)).debouncing(Duration.ofSeconds(59));
    assertThatIllegalArgumentException()
        .isThrownBy(of(EnqueueOption.unique(impatient), minute)::checkTogether)
        .withMessageContaining("PT59S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Unique.byType(Duration.ofHours(1)).debouncing(Duration.ZERO));
  }

  @Test
  void aTaskNeedsAPayload() {
    assertThatNullPointerException().isThrownBy(() -> Task.of("t", (Object) null));
    assertThat(Task.of("t").payload()).isEqualTo(new byte[0]);
  }
}
