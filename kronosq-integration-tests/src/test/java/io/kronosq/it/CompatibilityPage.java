package io.kronosq.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Writes into the page of compatibility what the servers' suites came to. To be run from the
 * repository's root after {@code mvn verify}, as a single file: it needs nothing but the JDK.
 */
final class CompatibilityPage {
  private static final Path PAGE = Path.of("docs/compatibility.md");
  private static final Path REPORTS = Path.of("kronosq-integration-tests/target/failsafe-reports");
  private static final String HEAD =
      """
      | server | version | Jakarta EE | JDK | passed | failed | skipped | started in |
      | --- | --- | --- | --- | ---: | ---: | ---: | ---: |
      """;

  /** How the servers say how long they took, in seconds or milliseconds. */
  private static final List<Pattern> STARTS =
      List.of(
          Pattern.compile("CWWKF0011I: .* started in ([0-9.]+) (s)econds"),
          Pattern.compile("WFLYSRV0025: .* started in ([0-9]+)(ms)"),
          Pattern.compile("startup time ?: .* total ?\\(([0-9,]+) ?(ms)\\)"));

  private CompatibilityPage() {}

  /** A server, of a version, on a JDK. */
  private record Combination(String server, String version, String ee, String jdk) {
    String cells() {
      return "| %s | %s | %s | %s |".formatted(server, version, ee, jdk);
    }
  }

  /** What one or more classes of tests came to. */
  private record Outcome(int tests, int failed, int skipped, String start) {
    Outcome and(Outcome other) {
      return new Outcome(
          tests + other.tests, failed + other.failed, skipped + other.skipped, start);
    }

    String cells() {
      return " %d | %d | %d | %s |".formatted(tests - failed - skipped, failed, skipped, start);
    }
  }

  /** Replaces the rows of the servers that ran, and leaves the others. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> rows = new TreeMap<>();
    String page = Files.readString(PAGE);
    int begin = page.indexOf(HEAD) + HEAD.length();
    int end = page.indexOf("\n\n", begin - 1) + 1;
    page.substring(begin, Math.max(begin, end))
        .lines()
        .forEach(row -> rows.put(firstCells(row), row.substring(firstCells(row).length())));
    outcomes().forEach((combination, outcome) -> rows.put(combination.cells(), outcome.cells()));
    String written =
        rows.entrySet().stream()
            .map(row -> row.getKey() + row.getValue() + "\n")
            .collect(Collectors.joining());
    Files.writeString(
        PAGE, page.substring(0, begin) + written + page.substring(Math.max(begin, end)));
  }

  private static String firstCells(String row) {
    String[] cells = row.split("\\|", -1);
    return "|" + cells[1] + "|" + cells[2] + "|" + cells[3] + "|" + cells[4] + "|";
  }

  private static Map<Combination, Outcome> outcomes() throws Exception {
    Map<Combination, Outcome> outcomes = new TreeMap<>((a, b) -> a.cells().compareTo(b.cells()));
    try (Stream<Path> reports = Files.list(REPORTS)) {
      for (Path report : reports.filter(CompatibilityPage::isReport).toList()) {
        Element suite =
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        Map<String, String> properties = properties(suite);
        if (properties.containsKey("it.server.name")) {
          outcomes.merge(combination(properties), outcome(suite, properties), Outcome::and);
        }
      }
    }
    return outcomes;
  }

  private static boolean isReport(Path file) {
    return file.getFileName().toString().matches("TEST-.*\\.xml");
  }

  private static Map<String, String> properties(Element suite) {
    Map<String, String> properties = new TreeMap<>();
    NodeList found = suite.getElementsByTagName("property");
    for (int i = 0; i < found.getLength(); i++) {
      Element property = (Element) found.item(i);
      properties.put(property.getAttribute("name"), property.getAttribute("value"));
    }
    return properties;
  }

  private static Combination combination(Map<String, String> properties) {
    return new Combination(
        properties.get("it.server.name"),
        properties.get("it.server.version"),
        properties.get("it.server.ee").replace("ee", ""),
        properties.get("java.specification.version"));
  }

  private static Outcome outcome(Element suite, Map<String, String> properties) throws IOException {
    return new Outcome(
        count(suite, "tests"),
        count(suite, "failures") + count(suite, "errors"),
        count(suite, "skipped"),
        start(Path.of(properties.get("it.server.output"))).orElse("?"));
  }

  private static int count(Element suite, String attribute) {
    return Integer.parseInt(suite.getAttribute(attribute));
  }

  /** The latest start, as the server has logged it. */
  private static Optional<String> start(Path output) throws IOException {
    for (String log : List.of("logs/messages.log", "log/server.log", "logs/server.log")) {
      Path file = output.resolve(log);
      if (Files.exists(file)) {
        String text = Files.readString(file);
        return STARTS.stream()
            .flatMap(start -> start.matcher(text).results())
            .map(CompatibilityPage::seconds)
            .reduce((earlier, later) -> later);
      }
    }
    return Optional.empty();
  }

  private static String seconds(MatchResult start) {
    double value = Double.parseDouble(start.group(1).replace(",", ""));
    return "%.1f s".formatted(start.group(2).equals("ms") ? value / 1_000 : value);
  }
}
