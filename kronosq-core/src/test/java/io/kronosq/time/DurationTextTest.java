package io.kronosq.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "90d, P90D",
    "PT1M30S, PT1M30S",
    "1D, P1D",
    "0s, PT0S"
  })
  void readsBothForms(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-5s", "PT-1S", "1w", "s", "999999999999d", "P9999999D"})
  void refusesTheRest(String text) {
    assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "1ms", "1500ms", "90s", "5m", "36h", "90d"})
  void writesWhatItReads(String text) {
    assertThat(DurationText.format(DurationText.parse(text))).isEqualTo(text);
  }
}
