package io.kronosq.docs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.docs.MarkdownPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A local Maven repository that has everything that the build's own one has, and takes in there
 * what it fetches, but has Kronosq to itself: as it was just built.
 */
final class LocalRepository implements AutoCloseable {
  private static final String GROUP = "io.kronosq";
  private static final Pattern PROJECTS = Pattern.compile(" -pl (\\S+)");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>io\\.kronosq</groupId>\\s*<artifactId>([^<]+)</artifactId>"
              + "(?:(?!</dependency>|<scope>test).)*</dependency>",
          Pattern.DOTALL);

  private final Path folder;
  private final String version;

  private LocalRepository(Path folder, String version) {
    this.folder = folder;
    this.version = version;
  }

  /**
   * Makes the repository.
   *
   * @param folder does not exist yet
   * @param under the repository of the build
   * @param version of Kronosq
   */
  static LocalRepository over(Path under, Path folder, String version) throws IOException {
    Path vendor = folder.resolve("io");
    Files.createDirectories(vendor.resolve("kronosq"));
    linkAll(under, folder, "io");
    linkAll(Files.createDirectories(under.resolve("io")), vendor, "kronosq");
    return new LocalRepository(folder, version);
  }

  private static void linkAll(Path from, Path to, String except) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        Path name = entry.getFileName();
        if (!name.toString().equals(except)) {
          Files.createSymbolicLink(to.resolve(name), entry.toAbsolutePath());
        }
      }
    }
  }

  Path folder() {
    return folder;
  }

  /**
   * Does what a command would do that builds and installs modules: takes over what this build has
   * made of them.
   *
   * @param command {@code mvn install … -pl … -am}
   */
  void install(String command) throws IOException {
    Matcher projects = PROJECTS.matcher(command);
    assertThat(projects.find()).as("modules in: " + command).isTrue();
    assertThat(command).contains(" -am");
    copy(MarkdownPage.ROOT.resolve("pom.xml"), "kronosq-parent", ".pom");
    for (String module : withThoseNeeded(List.of(projects.group(1).split(",", -1)))) {
      Path source = MarkdownPage.ROOT.resolve(module);
      copy(source.resolve("pom.xml"), module, ".pom");
      copy(source.resolve("target").resolve(module + "-" + version + ".jar"), module, ".jar");
    }
  }

  private void copy(Path file, String artifact, String suffix) throws IOException {
    Path target = folder.resolve(GROUP.replace('.', '/')).resolve(artifact).resolve(version);
    Files.createDirectories(target);
    Files.copy(file, target.resolve(artifact + "-" + version + suffix));
  }

  /**
   * Takes the links away, so that the folder can be deleted with nothing but what it has itself.
   */
  @Override
  public void close() throws IOException {
    for (Path linked : List.of(folder, folder.resolve("io"))) {
      try (Stream<Path> entries = Files.list(linked)) {
        for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
          Files.delete(link);
        }
      }
    }
  }

  private static Set<String> withThoseNeeded(List<String> modules) throws IOException {
    Set<String> all = new TreeSet<>(modules);
    for (String module : modules) {
      String pom = Files.readString(MarkdownPage.ROOT.resolve(module).resolve("pom.xml"));
      List<String> needed =
          DEPENDENCY.matcher(pom).results().map(dependency -> dependency.group(1)).toList();
      all.addAll(withThoseNeeded(needed));
    }
    return all;
  }
}
