package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of compatibility tells of every server that the suite can run on. */
class CompatibilityPageTest {
  private static final Path PAGE = Path.of("..", "docs", "compatibility.md");

  private static final Map<String, String> VERSIONS =
      Map.of(
          "Open Liberty", "openliberty.version",
          "WildFly", "wildfly.version",
          "WildFly Preview", "wildfly.version",
          "Payara Server", "payara.version",
          "GlassFish", "glassfish.version");

  @Test
  void everyServerOfThePomHasItsRow() throws Exception {
    String page = Files.readString(PAGE);
    List<String> servers =
        values(Path.of("pom.xml"), "(?:liberty|wildfly|asadmin)\\.name").toList();
    assertThat(servers).containsExactlyInAnyOrderElementsOf(VERSIONS.keySet());
    for (String server : servers) {
      String version =
          values(Path.of("..", "pom.xml"), Pattern.quote(VERSIONS.get(server))).findFirst().get();
      assertThat(page).contains("\n| " + server + " | " + version + " | ");
    }
  }

  @Test
  void whatReadmesTestCommandRunsOnHasPassed() throws Exception {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(row -> row.matches("\\| (Open Liberty|WildFly) \\|.*"))
            .toList();
    assertThat(rows).anyMatch(row -> row.contains(" | 10 | 17 | "));
    assertThat(rows).anyMatch(row -> row.contains(" | 11 | 25 | "));
    assertThat(rows).allMatch(row -> row.matches(".*\\| [1-9]\\d* \\| 0 \\| \\d+ \\| [^|]* \\|"));
  }

  private static Stream<String> values(Path pom, String element) throws Exception {
    return Pattern.compile("<" + element + ">([^<]*)</")
        .matcher(Files.readString(pom))
        .results()
        .map(result -> result.group(1));
  }
}
