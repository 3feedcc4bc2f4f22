package io.kronosq.cdi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void pageIsCurrent() throws Exception {
    if (Boolean.getBoolean("kronosq.docs.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, ConfigurationPage.markdown());
    }
    assertThat(PAGE)
        .as("run the test with -Dkronosq.docs.write=true to write it anew")
        .hasContent(ConfigurationPage.markdown());
  }

  @Test
  void everyDefaultIsAllowed() {
    for (ConfigKey<?> key : ConfigKeys.all()) {
      String value = key.defaultValue();
      if (value != null) {
        assertThat(key.type().parser().apply(value)).as(key.name()).isNotNull();
      }
    }
  }
}
