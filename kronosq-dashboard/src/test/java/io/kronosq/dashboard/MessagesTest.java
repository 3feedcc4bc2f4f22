package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@NeedsScriptEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagesTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)\\}");
  private static final Pattern USE = Pattern.compile("\\bt\\(\\s*'([^']+)'");
  private static final Pattern USE_BY_PREFIX = Pattern.compile("\\bt\\(\\s*`([^`$]+)\\$\\{");

  private final Map<String, Map<String, Map<String, String>>> bundles = new TreeMap<>();

  @BeforeAll
  void read() {
    try (Modules modules = new Modules()) {
      Bundles.LANGUAGES.forEach(language -> bundles.put(language, Bundles.read(modules, language)));
    }
  }

  @AfterAll
  void forget() {
    bundles.clear();
  }

  @Test
  void allLanguagesHaveTheSameTexts() {
    Set<String> english = bundles.get("en").keySet();
    bundles.forEach(
        (language, texts) ->
            assertThat(texts.keySet()).as(language).containsExactlyInAnyOrderElementsOf(english));
  }

  @Test
  void translationsHaveThePlaceholdersOfTheEnglishText() {
    bundles.forEach(
        (language, texts) ->
            texts.forEach(
                (key, forms) ->
                    forms.forEach(
                        (form, text) ->
                            assertThat(placeholders(text))
                                .as(language + " " + key + " " + form)
                                .isEqualTo(englishPlaceholders(key)))));
  }

  @Test
  void noTextIsEmptyOrHasMarkup() {
    bundles.forEach(
        (language, texts) ->
            texts.forEach(
                (key, forms) ->
                    assertThat(forms.values())
                        .as(language + " " + key)
                        .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("<"))));
  }

  @Test
  void textsThatDifferByNumberHaveTheFormsOfTheirLanguage() {
    Map<String, Set<String>> forms =
        Map.of(
            "en", Set.of("one", "other"),
            "de", Set.of("one", "other"),
            "es", Set.of("one", "other"),
            "zh", Set.of("other"),
            "ja", Set.of("other"));
    bundles.forEach(
        (language, texts) ->
            texts.forEach(
                (key, found) -> {
                  if (!found.containsKey("")) {
                    assertThat(found.keySet())
                        .as(language + " " + key)
                        .isEqualTo(forms.get(language));
                  }
                }));
  }

  @Test
  void everyTextThatIsUsedIsThere() {
    Set<String> keys = bundles.get("en").keySet();
    Set<String> missing = new TreeSet<>();
    Sources.endingWith(".js")
        .forEach(
            file -> {
              String source = Sources.text(file);
              USE.matcher(source)
                  .results()
                  .map(use -> use.group(1))
                  .filter(key -> !keys.contains(key))
                  .forEach(key -> missing.add(file.getFileName() + ": " + key));
              USE_BY_PREFIX
                  .matcher(source)
                  .results()
                  .map(use -> use.group(1))
                  .filter(prefix -> keys.stream().noneMatch(key -> key.startsWith(prefix)))
                  .forEach(prefix -> missing.add(file.getFileName() + ": " + prefix + "…"));
            });
    assertThat(missing).isEmpty();
  }

  private Set<String> englishPlaceholders(String key) {
    return placeholders(bundles.get("en").get(key).values().iterator().next());
  }

  private static Set<String> placeholders(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    return matcher.results().map(found -> found.group(1)).collect(Collectors.toSet());
  }
}
