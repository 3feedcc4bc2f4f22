package io.kronosq.microprofile.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
  private final Names names = new Names(2);

  @Test
  void onlySoManyNamesAreToldApart() {
    assertThat(names.of("a")).isEqualTo("a");
    assertThat(names.of("b")).isEqualTo("b");
    assertThat(names.of("c")).isEqualTo("other");
    assertThat(names.of("a")).isEqualTo("a");
    assertThat(names.of("d")).isEqualTo("other");
  }
}
