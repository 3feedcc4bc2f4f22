package io.kronosq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.cdi.config.UnknownKeys;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pages say of the configuration is said of keys that there are. */
class ConfigurationKeysTest {
  private static final Pattern ASSIGNED = Pattern.compile("(?m)^(kronosq\\.[\\w.-]+)=");
  private static final Pattern NAMED = Pattern.compile("`(kronosq\\.[\\w.-]+)(?:=[^`]*)?`");

  /** Where names of metrics look like keys. */
  private static final Set<String> OF_METRICS = Set.of("metrics.md", "monitoring.md");

  static List<MarkdownPage> pages() {
    return MarkdownPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyKeyIsKnown(MarkdownPage page) {
    List<String> keys =
        Stream.of(ASSIGNED, NAMED)
            .filter(pattern -> pattern != NAMED || !OF_METRICS.contains(page.toString()))
            .flatMap(pattern -> pattern.matcher(page.text()).results())
            .map(key -> key.group(1))
            .toList();
    assertThat(new UnknownKeys(name -> false).warnings(keys)).isEmpty();
  }
}
