package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("c.properties"), String.join("\n", lines));
  }

  @Test
  void theEnvironmentComesBeforeAProfileAndThatBeforeOtherLines() throws Exception {
    Path file = file("a.b=1", "%dev.a.b=2", "c.d=3");
    assertThat(Settings.read(Map.of(), file, null).value("a.b")).isEqualTo("1");
    assertThat(Settings.read(Map.of(), file, "dev").value("a.b")).isEqualTo("2");
    assertThat(Settings.read(Map.of("A_B", "4"), file, "dev").value("a.b")).isEqualTo("4");
    assertThat(Settings.read(Map.of(), file, "dev").value("c.d")).isEqualTo("3");
  }

  @Test
  void theConfigurationItselfMayNameTheProfile() throws Exception {
    Path file = file("a.b=1", "%dev.a.b=2", "%prod.a.b=3", "mp.config.profile=dev");
    assertThat(Settings.read(Map.of(), file, null).value("a.b")).isEqualTo("2");
    Map<String, String> environment = Map.of("MP_CONFIG_PROFILE", "prod");
    assertThat(Settings.read(environment, file, null).value("a.b")).isEqualTo("3");
  }

  @Test
  void expressionsStandForOtherValuesOrTheirDefaults() throws Exception {
    Path file = file("uri=redis://${HOST:localhost}:${port}", "port=6380", "blank=");
    assertThat(Settings.read(Map.of(), file, null).value("uri"))
        .isEqualTo("redis://localhost:6380");
    assertThat(Settings.read(Map.of("HOST", "redis"), file, null).value("uri"))
        .isEqualTo("redis://redis:6380");
    assertThat(Settings.read(Map.of(), file, null).value("blank")).isNull();
    assertThat(Settings.read(Map.of(), null, null).value("uri")).isNull();
  }

  @Test
  void anExpressionThatLeadsNowhereIsNamedWithoutWhatStandsAroundIt() throws Exception {
    Path file = file("kronosq.redis.password=hun${REST}ter2");
    Settings settings = Settings.read(Map.of(), file, null);
    assertThatThrownBy(() -> settings.value("kronosq.redis.password"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContainingAll("kronosq.redis.password", "'REST'", file.toString())
        .hasMessageNotContainingAny("hun", "ter2");
  }
}
