package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/go-library.md} to what there is: every class, member and test that it names.
 */
class GoLibraryPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern ROW = Pattern.compile("\\| (`.+`.*) \\| (.+) \\| (.+) \\|");
  private static final Pattern NAME = Pattern.compile("`(\\w+)(?:#(\\w+))?`");

  /** The source of each class by its simple name. */
  private static final Map<String, String> MAIN = sources("main");

  private static final Map<String, String> TESTS = sources("test");

  private record Row(String go, String here, String tests) {}

  private static Map<String, String> sources(String tree) {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path folder : modules.map(module -> module.resolve("src/" + tree + "/java")).toList()) {
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
              String name = file.getFileName().toString().replace(".java", "");
              sources.put(name, Files.readString(file));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/go-library.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(new Row(row.group(1), row.group(2), row.group(3)));
      }
    }
    return rows;
  }

  @Test
  void everyCounterpartIsThere() throws IOException {
    assertThat(rows())
        .hasSizeGreaterThan(40)
        .allSatisfy(row -> assertNamesExist(row.here(), MAIN, "(?s).*\\b%s\\b.*"));
  }

  @Test
  void everyTestIsThere() throws IOException {
    assertThat(rows())
        .hasSizeGreaterThan(40)
        .allSatisfy(row -> assertNamesExist(row.tests(), TESTS, "(?s).*void %s\\(.*"));
  }

  private static void assertNamesExist(String cell, Map<String, String> sources, String member) {
    Matcher name = NAME.matcher(cell);
    int found = 0;
    while (name.find()) {
      assertThat(sources).as(cell).containsKey(name.group(1));
      if (name.group(2) != null) {
        assertThat(sources.get(name.group(1)))
            .as(name.group())
            .matches(member.formatted(name.group(2)));
      }
      found++;
    }
    assertThat(found).as(cell).isPositive();
  }
}
