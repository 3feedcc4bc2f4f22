package io.kronosq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks marked as {@code log} quote messages; an ellipsis stands for what differs. */
class QuotedMessagesTest {
  private static final List<String> LITERALS =
      JavaSources.of("main").stream().map(JavaSources::literals).toList();

  static List<CodeBlock> quotes() {
    return MarkdownPage.all().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(block -> block.language().equals("log"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("quotes")
  void everyQuotedMessageIsTold(CodeBlock quote) {
    assertThat(quote.text().lines())
        .allSatisfy(
            message ->
                assertThat(LITERALS)
                    .as(quote.place() + ": " + message)
                    .anyMatch(literals -> parts(message).allMatch(literals::contains)));
  }

  private static Stream<String> parts(String message) {
    return Stream.of(message.split("…")).map(String::strip).filter(part -> !part.isEmpty());
  }

  @Test
  void troubleshootingHasTwentySymptomsAtLeast() {
    MarkdownPage page =
        MarkdownPage.read(MarkdownPage.ROOT.resolve("docs").resolve("troubleshooting.md"));
    assertThat(page.text().lines().filter(line -> line.startsWith("### "))).hasSizeGreaterThan(20);
  }
}
