package io.kronosq.it.drills;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An {@link BulkRunnerProcess} as the drill sees it. */
final class BulkRunnerJvm implements AutoCloseable {
  private final String name;
  private final Process process;

  private BulkRunnerJvm(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Launches a process; it is not up yet. */
  static BulkRunnerJvm launch(String name, String redisUri) {
    try {
      Path log = Files.createDirectories(Path.of("target", "drills")).resolve(name + ".log");
      return new BulkRunnerJvm(
          name,
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Dlogback.configurationFile=drills-logback.xml",
                  "-cp",
                  System.getProperty("java.class.path"),
                  BulkRunnerProcess.class.getName(),
                  redisUri)
              .redirectError(log.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BulkRunnerJvm awaitUp() {
    try {
      BufferedReader said =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.equals("up")) {
          return this;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError(name + " ended before it was up; see target/drills/" + name + ".log");
  }

  /** SIGKILL. Returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " has not ended within 30 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
