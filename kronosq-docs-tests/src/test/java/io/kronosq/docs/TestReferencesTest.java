package io.kronosq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that say which test shows something name one that there is. */
class TestReferencesTest {
  private static final Pattern REFERENCE =
      Pattern.compile("`([A-Z]\\w*[a-z](?:Test|IT|Contract))(?:#(\\w+))?`");
  private static final Map<String, String> TESTS =
      JavaSources.of("test").stream()
          .collect(
              Collectors.toMap(
                  TestReferencesTest::className, JavaSources::read, (one, other) -> one + other));

  static List<MarkdownPage> pages() {
    return MarkdownPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyTestThatIsNamedIsThere(MarkdownPage page) {
    assertThat(REFERENCE.matcher(page.text()).results())
        .allSatisfy(reference -> assertThat(isThere(reference)).as(reference.group()).isTrue());
  }

  private static boolean isThere(MatchResult reference) {
    String source = TESTS.get(reference.group(1));
    return source != null
        && (reference.group(2) == null || source.contains(" " + reference.group(2) + "("));
  }

  private static String className(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }
}
