package io.kronosq.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedRedisUriTest {

  @Test
  void bareSchemeMeansTheDefaultFolder() {
    Path home = Path.of(System.getProperty("user.home"));
    assertThat(EmbeddedRedis.fromUri("embedded:"))
        .hasToString("EmbeddedRedis[" + home.resolve(".kronosq").resolve("redis") + ", stopped]");
  }

  @Test
  void pathNamesTheFolder() {
    assertThat(EmbeddedRedis.fromUri("embedded:/var/data/my redis"))
        .hasToString("EmbeddedRedis[/var/data/my redis, stopped]");
  }

  @Test
  void memoryMeansNoFolder() {
    assertThat(EmbeddedRedis.fromUri("embedded:?memory"))
        .hasToString("EmbeddedRedis[in memory, stopped]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"redis://host", "embedded", "embedded://host", "embedded:data", "embedded:?disk"})
  void anythingElseIsRefusedWithTheRightForms(String uri) {
    assertThatThrownBy(() -> EmbeddedRedis.fromUri(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + uri + "'")
        .hasMessageContaining("embedded:?memory");
  }
}
