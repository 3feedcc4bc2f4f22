package io.kronosq.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurabilityTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"fast", "replicated(1)", "replicated(12)", "fsync", "fsync+replicated(2)"})
  void itsTextIsRead(String text) {
    assertThat(Durability.parse(text)).hasToString(text);
  }

  @Test
  void eachTextMeansItsMode() {
    assertThat(Durability.parse("fast")).isEqualTo(Durability.FAST);
    assertThat(Durability.parse("replicated(2)")).isEqualTo(Durability.replicated(2));
    assertThat(Durability.parse("fsync")).isEqualTo(Durability.FSYNC);
    assertThat(Durability.parse("fsync+replicated(1)")).isEqualTo(Durability.FSYNC.withReplicas(1));
    assertThat(Durability.FAST.isFast()).isTrue();
    assertThat(Durability.FSYNC.isFast()).isFalse();
    assertThat(Durability.replicated(1).isFast()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "safe",
        "replicated",
        "replicated()",
        "replicated(0)",
        "replicated(-1)",
        "+replicated(1)",
        "fsyncreplicated(1)",
        "fsync+",
        "fast+replicated(1)",
        "replicated(1)+fsync"
      })
  void anotherTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Durability.parse(text));
  }

  @Test
  void replicasAreOneOrMore() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durability.replicated(0))
        .withMessageContaining("use 1 or more");
  }
}
