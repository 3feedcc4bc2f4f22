package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandPageTest {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");

  @Test
  void pageIsCurrent() throws Exception {
    if (Boolean.getBoolean("kronosq.docs.write")) {
      Files.writeString(PAGE, CommandPage.markdown());
    }
    assertThat(PAGE)
        .as("run the test with -Dkronosq.docs.write=true to write it anew")
        .hasContent(CommandPage.markdown());
  }
}
