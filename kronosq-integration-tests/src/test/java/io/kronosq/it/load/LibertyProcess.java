package io.kronosq.it.load;

import io.kronosq.testing.Await;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Open Liberty with the dashboard's WAR, in a process that can be killed and started again. */
final class LibertyProcess implements AutoCloseable {
  private static final Path OUTPUT = Path.of(System.getProperty("it.server.output", ""));
  private static final Path WLP = OUTPUT.resolve("../../..").normalize();
  private static final Duration START = Duration.ofMinutes(2);

  /** Where the dashboard is. */
  static final String BASE = "http://localhost:" + System.getProperty("it.http.port") + "/kronosq/";

  private final ProcessBuilder command;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;

  /**
   * Deploys the WAR, and starts nothing yet.
   *
   * @param environment what the application is configured by
   */
  LibertyProcess(Map<String, String> environment) throws IOException {
    Files.copy(
        Path.of(System.getProperty("it.dashboard.war")),
        Files.createDirectories(OUTPUT.resolve("apps")).resolve("kronosq.war"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        Files.createDirectories(OUTPUT.resolve("configDropins/overrides")).resolve("load.xml"),
        """
        <server>
          <webApplication location="kronosq.war" contextRoot="/kronosq" />
        </server>
        """);
    command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            // What Liberty's own script opens to it.
            "@" + WLP.resolve("lib/platform/java/java9.options"),
            "-javaagent:" + WLP.resolve("bin/tools/ws-javaagent.jar"),
            "-jar",
            WLP.resolve("bin/tools/ws-server.jar").toString(),
            OUTPUT.getFileName().toString());
    try (Reader ofServer = Files.newBufferedReader(OUTPUT.resolve("server.env"))) {
      // Without its password of keys nobody can log in.
      Properties properties = new Properties();
      properties.load(ofServer);
      properties.forEach(
          (name, value) -> command.environment().put(String.valueOf(name), String.valueOf(value)));
    }
    command.environment().putAll(environment);
    command.redirectErrorStream(true);
    command.redirectOutput(OUTPUT.resolve("load-console.log").toFile());
  }

  /** Starts it, and waits until the dashboard answers. */
  void start() throws IOException {
    process = command.start();
    HttpRequest whoAmI =
        HttpRequest.newBuilder(URI.create(BASE + "api/v1/me"))
            .timeout(Duration.ofSeconds(5))
            .build();
    Await.until(
        "the dashboard answers; see " + OUTPUT.resolve("load-console.log"),
        START,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("The server has ended");
          }
          try {
            return http.send(whoAmI, BodyHandlers.discarding()).statusCode() == 401;
          } catch (IOException notYet) {
            return false;
          }
        });
  }

  /** The processor time that it has taken. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** SIGKILL. Returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("The server has not ended within 30 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      process.destroy();
      awaitEnd();
    }
  }
}
