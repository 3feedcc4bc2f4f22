package io.kronosq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Examples that are run stand in the page as they are run. */
class ExamplesTest {
  private static final Path FOLDER = Path.of("src/test/java/io/kronosq/docs/example");

  @Test
  void theTestOfAHandlerIsThatOfThePage() {
    String source = JavaSources.read(FOLDER.resolve("RemindersTest.java"));
    List<String> blocks =
        MarkdownPage.read(MarkdownPage.ROOT.resolve("docs").resolve("testing.md")).blocks().stream()
            .map(CodeBlock::text)
            .toList();
    assertThat(blocks).contains(source.substring(source.indexOf("import ")));
  }
}
