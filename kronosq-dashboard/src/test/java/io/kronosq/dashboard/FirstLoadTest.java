package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The files as they are served, those of libraries included. */
class FirstLoadTest {
  private static final int MOST_BYTES = 200_000;
  private static final Path SERVED =
      Path.of("target/classes/META-INF/resources/kronosq").toAbsolutePath();
  private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"([^\"#]+)\"");
  private static final Pattern IMPORTED =
      Pattern.compile("(?:\\bfrom|\\bimport)\\s*[\"']([^\"']+)[\"']");

  @Test
  void theOverviewIsLoadedWithLessThan200KilobytesCompressed() throws IOException {
    Set<Path> files = new TreeSet<>();
    LINKED
        .matcher(Files.readString(SERVED.resolve("index.html")))
        .results()
        .forEach(link -> collect(SERVED.resolve(link.group(1)), files));
    collect(SERVED.resolve("pages/overview/overview-page.js"), files);
    files.add(SERVED.resolve("index.html"));
    files.add(SERVED.resolve("messages/ja.json"));

    int bytes = 0;
    for (Path file : files) {
      bytes += compressed(file);
    }

    assertThat(files).hasSizeGreaterThan(20);
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  @Test
  void everyModuleImportsFilesThatAreServed() throws IOException {
    try (Stream<Path> files = Files.walk(SERVED)) {
      List<Path> modules = files.filter(file -> file.toString().endsWith(".js")).toList();
      assertThat(modules)
          .hasSizeGreaterThan(40)
          .allSatisfy(
              module ->
                  assertThat(imports(module)).allSatisfy(file -> assertThat(file).isRegularFile()));
    }
  }

  private static void collect(Path file, Set<Path> files) {
    if (files.add(file) && file.toString().endsWith(".js")) {
      imports(file).forEach(imported -> collect(imported, files));
    }
  }

  private static List<Path> imports(Path module) {
    try {
      return IMPORTED
          .matcher(Files.readString(module))
          .results()
          .map(found -> module.resolveSibling(found.group(1)).normalize())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(module.toString(), e);
    }
  }

  private static int compressed(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(Files.readAllBytes(file));
    }
    return bytes.size();
  }
}
