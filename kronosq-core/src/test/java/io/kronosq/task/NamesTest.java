package io.kronosq.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "email:welcome", "größe", "with space", "a*b", "emoji 😀"})
  void typesOfOrdinaryCharactersAreAllowed(String type) {
    assertThat(Names.checkType(type)).isEqualTo(type);
  }

  @Test
  void aTypeMayBeAsLongAsTheLimit() {
    String longest = "x".repeat(Names.MAX_TYPE_LENGTH);
    assertThat(Names.checkType(longest)).isEqualTo(longest);
  }

  @Test
  void aTypeOfTenThousandCharactersIsRefusedWithItsLengthAndTheLimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.of("x".repeat(10_000)))
        .withMessageContaining("10000 characters")
        .withMessageContaining("at most 255")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void aBlankTypeIsRefused(String type) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Names.checkType(type))
        .withMessageContaining("blank");
  }

  @Test
  void aControlCharacterIsRefusedWithItsIndexAndNotShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Names.checkType("ab\ncd"))
        .withMessageContaining("index 2")
        .withMessageContaining("'ab?cd'");
  }

  @Test
  void anIdLongerThanTheLimitIsRefused() {
    assertThat(Names.checkId("i".repeat(255))).hasSize(255);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EnqueueOption.taskId("i".repeat(256)))
        .withMessageContaining("Task id")
        .withMessageContaining("256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "a", "A9._-:z"})
  void queueNamesOfTheAllowedCharactersAreAllowed(String queue) {
    assertThat(Names.checkQueue(queue)).isEqualTo(queue);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a{b", "a}b", "ä", "a/b", "a\nb", "٣"})
  void queueNamesOfOtherCharactersAreRefused(String queue) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EnqueueOption.queue(queue))
        .withMessageContaining("Queue name");
  }

  @Test
  void aQueueNameLongerThanTheLimitIsRefused() {
    assertThat(Names.checkQueue("q".repeat(128))).hasSize(128);
    assertThatIllegalArgumentException().isThrownBy(() -> Names.checkQueue("q".repeat(129)));
  }
}
