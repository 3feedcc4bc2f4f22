package io.kronosq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.condition.OS.LINUX;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What users get: the runnable jar, and the distribution with its script. */
class PackagedKronqIT {
  private static final Path JAR = Path.of(System.getProperty("kronq.jar"));
  private static final Path DISTRIBUTION = Path.of(System.getProperty("kronq.distribution"));
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @TempDir Path folder;

  private record Answer(int code, String out, String err) {}

  private Answer run(String... command) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("KRONOSQ_REDIS_URI", redis.uri());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Answer jar(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(JAVA, "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  @Test
  void theJarTellsItsVersionAndAsksRedis() throws Exception {
    Answer version = jar("--version");
    assertThat(version.out()).startsWith("kronq ").doesNotContain("not from its jar");
    assertThat(version.err()).isEmpty();
    assertThat(jar("task", "enqueue", "mail").code()).isZero();
    Answer queues = jar("queue", "ls");
    assertThat(queues.out()).contains("default");
    assertThat(queues.err()).isEmpty();
    assertThat(queues.code()).isZero();
  }

  @Test
  @DisabledOnOs(WINDOWS)
  void theScriptKeepsAnArchiveOfClassesForTheNextCalls() throws Exception {
    assertThat(run("tar", "-xzf", DISTRIBUTION.toString(), "-C", folder.toString()).code())
        .isZero();
    String script = script();
    assertThat(run(script, "queue", "inspect", "none").code()).isEqualTo(ExitCode.NOT_FOUND);
    Answer first = run(script, "queue", "ls");
    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    Await.until("the archive is there", () -> cached(".jsa") == 1 && cached("") == 1);
    Answer next = run(script, "queue", "ls");
    assertThat(next).isEqualTo(first);
  }

  private String script() throws IOException {
    try (Stream<Path> unpacked = Files.list(folder)) {
      Path home = unpacked.filter(Files::isDirectory).findFirst().orElseThrow();
      return home.resolve("bin").resolve("kronq").toString();
    }
  }

  private long cached(String end) {
    try (Stream<Path> files = Files.list(folder.resolve("cache").resolve("kronq"))) {
      return files.filter(file -> file.toString().endsWith(end)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisabledOnOs(WINDOWS)
  void bashCompletesCommandsAndOptions() throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), jar("completion").out());
    String word = ". " + script + "; COMP_WORDS=(kronq %s); COMP_CWORD=%d; _complete_kronq;";
    assertThat(completed(word, "sch", 1)).isEqualTo("schedule");
    assertThat(completed(word, "queue ins", 2)).isEqualTo("inspect");
    assertThat(completed(word, "task delete --dr", 3)).isEqualTo("--dry-run");
  }

  private String completed(String program, String words, int at) throws Exception {
    String line = String.format(program, words, at) + " echo \"${COMPREPLY[*]}\"";
    return run("bash", "-c", line).out().trim();
  }

  @Test
  @EnabledOnOs(LINUX)
  void theLiveViewTakesTheWholeTerminalAndGivesItBack() throws Exception {
    assertThat(jar("task", "enqueue", "mail").code()).isZero();
    Path script = Path.of("/usr/bin/script");
    assumeTrue(Files.isExecutable(script), "script makes the terminal; it is not there");
    String view = JAVA + " -jar " + JAR + " dash";
    ProcessBuilder terminal =
        new ProcessBuilder(script.toString(), "-qfec", view, folder.resolve("typed").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("screen").toFile());
    terminal.environment().put("KRONOSQ_REDIS_URI", redis.uri());
    terminal.environment().put("TERM", "xterm");
    Process process = terminal.start();
    Await.until("queues are shown", () -> screen().contains("default"));
    process.getOutputStream().write('q');
    process.getOutputStream().flush();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(screen()).containsSubsequence("\u001b[?1049h", "QUEUE", "\u001b[?1049l");
  }

  private String screen() {
    try {
      return Files.readString(folder.resolve("screen"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theLicenceOfEachLibraryIsNamed() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
      assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
      List<String> named =
          new String(
                  jar.getInputStream(jar.getEntry("META-INF/THIRD-PARTY.txt")).readAllBytes(),
                  UTF_8)
              .lines()
              .map(line -> line.split(" ", 2)[0])
              .toList();
      List<String> libraries = libraries(jar);
      assertThat(libraries).hasSizeGreaterThan(10);
      assertThat(named).containsAll(libraries);
    }
  }

  /** Those that Maven has built; few are not. */
  private static List<String> libraries(JarFile jar) throws IOException {
    List<String> libraries = new ArrayList<>();
    for (String name : jar.stream().map(Object::toString).toList()) {
      if (name.endsWith("/pom.properties") && !name.contains("/io.kronosq/")) {
        Properties built = new Properties();
        built.load(jar.getInputStream(jar.getEntry(name)));
        libraries.add(built.getProperty("groupId") + ":" + built.getProperty("artifactId"));
      }
    }
    return libraries;
  }
}
