package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KronqTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int kronq(String... arguments) {
    return Kronq.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void anUnknownOptionIsAMistakeOfUsage() {
    assertThat(kronq("queue", "ls", "--nonsense")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aRedisThatIsAwayIsToldByTheExitCode() {
    assertThat(kronq("queue", "ls", "--redis", "redis://127.0.0.1:1"))
        .isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void aMessageNeverShowsThePassword() {
    kronq("queue", "ls", "--redis", "redis://:hunter2@127.0.0.1:1");
    assertThat(out + err.toString()).doesNotContain("hunter2");
  }

  @Test
  void aCompletionScriptNamesTheCommands() {
    assertThat(kronq("completion")).isZero();
    assertThat(out.toString()).contains("queue ls").contains("history");
  }

  @Test
  void controlCharactersAreShownAsEscapes() {
    assertThat(Text.safe("a\u001b[31m\n\u202eb")).isEqualTo("a\\u001b[31m\\u000a\\u202eb");
  }

  @Test
  void theEnvironmentComesBeforeAProfileAndThatBeforeOtherLines(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("c.properties"), "a.b=1\n%dev.a.b=2\nc.d=3\n");
    assertThat(Settings.read(Map.of(), file, null).value("a.b")).isEqualTo("1");
    assertThat(Settings.read(Map.of(), file, "dev").value("a.b")).isEqualTo("2");
    assertThat(Settings.read(Map.of("A_B", "4"), file, "dev").value("a.b")).isEqualTo("4");
    assertThat(Settings.read(Map.of(), file, "dev").value("c.d")).isEqualTo("3");
  }
}
