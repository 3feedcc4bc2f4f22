package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {
  @Test
  void theHighestBarIsTheHighestValueAndZeroIsBlank() {
    assertThat(Sparkline.of(List.of(0L, 1L, 7L, 14L), 4)).isEqualTo(" ▁▄█");
  }

  @Test
  void theLatestValuesAreAtTheEnd() {
    assertThat(Sparkline.of(List.of(1L, 8L), 4)).isEqualTo("  ▁█");
    assertThat(Sparkline.of(List.of(9L, 9L, 0L, 8L), 2)).isEqualTo(" █");
  }

  @Test
  void nothingMakesABlankLine() {
    assertThat(Sparkline.of(List.of(), 3)).isEqualTo("   ");
    assertThat(Sparkline.of(List.of(0L, 0L), 2)).isEqualTo("  ");
    assertThat(Sparkline.of(List.of(5L), 0)).isEmpty();
  }
}
