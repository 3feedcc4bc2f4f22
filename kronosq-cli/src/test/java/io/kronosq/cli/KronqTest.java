package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
