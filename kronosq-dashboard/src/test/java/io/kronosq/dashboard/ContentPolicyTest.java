package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ContentPolicyTest {
  private static final List<String> INLINE =
      List.of(" style=", "styleMap", "unsafeHTML", "innerHTML", "eval(", "new Function");
  private static final Pattern OTHER_HOST = Pattern.compile("(?:https?:)?//[a-z0-9-]+\\.[a-z]");

  @Test
  void noScriptMakesInlineCodeOrMarkupOfTexts() {
    assertThat(Sources.endingWith(".js"))
        .allSatisfy(file -> assertThat(Sources.text(file)).doesNotContain(INLINE));
  }

  @Test
  void thePageHasNoInlineCodeAndForbidsIt() {
    String page = Sources.text(Sources.ROOT.resolve("index.html"));

    assertThat(page)
        .contains("default-src 'none'; script-src 'self'; style-src 'self'")
        .doesNotContain("unsafe-", " style=", " onclick", "<style")
        .doesNotContainPattern("<script(?![^>]*\\bsrc=)");
  }

  @Test
  void nothingIsLoadedFromAnotherHost() {
    for (String end : List.of(".js", ".css", ".html")) {
      assertThat(Sources.endingWith(end))
          .allSatisfy(file -> assertThat(Sources.text(file)).doesNotContainPattern(OTHER_HOST));
    }
  }
}
