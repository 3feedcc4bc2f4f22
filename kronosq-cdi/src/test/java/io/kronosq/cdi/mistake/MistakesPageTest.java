package io.kronosq.cdi.mistake;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page tells of every code what the code says. */
class MistakesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "deployment-mistakes.md");

  private static Map<String, String> sections() throws Exception {
    return Arrays.stream(Files.readString(PAGE).split("(?m)^##+ "))
        .filter(section -> section.startsWith("KRONOSQ"))
        .collect(
            toMap(
                section -> section.substring(0, section.indexOf('\n')),
                section -> section,
                (one, other) -> one + other,
                LinkedHashMap::new));
  }

  @Test
  void pageHasTheCodesInTheirOrder() throws Exception {
    assertThat(sections().keySet())
        .containsExactlyElementsOf(
            Arrays.stream(MistakeCode.values())
                .map(MistakeCode::id)
                .collect(toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeHasMeaningRemedyAndExample(MistakeCode code) throws Exception {
    assertThat(sections().get(code.id()))
        .contains("\n\n" + code.meaning() + ". " + code.remedy() + ".\n\n```")
        .containsPattern("```\\w+\\n.+\\n(.*\\n)*```\\n");
  }
}
