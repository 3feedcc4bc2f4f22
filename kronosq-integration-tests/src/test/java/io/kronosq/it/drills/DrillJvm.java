package io.kronosq.it.drills;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that a drill kills, and that writes {@code up} when it has begun. */
final class DrillJvm implements AutoCloseable {
  private final String name;
  private final Process process;

  private DrillJvm(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Launches a process; it is not up yet. */
  static DrillJvm launch(Class<?> main, String name, String... arguments) {
    try {
      Path log = Files.createDirectories(Path.of("target", "drills")).resolve(name + ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      command.add("-Dlogback.configurationFile=drills-logback.xml");
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
      command.addAll(List.of(arguments));
      return new DrillJvm(name, new ProcessBuilder(command).redirectError(log.toFile()).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  DrillJvm awaitUp() {
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

  /** SIGSTOP: nothing in the process moves any more. */
  void freeze() {
    Signals.send("STOP", process);
  }

  /** SIGCONT. */
  void thaw() {
    Signals.send("CONT", process);
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
