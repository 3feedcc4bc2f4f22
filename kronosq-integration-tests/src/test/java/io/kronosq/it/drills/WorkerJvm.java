package io.kronosq.it.drills;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.it.drills.Entry.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link WorkerProcess} as the drill sees it. */
final class WorkerJvm implements AutoCloseable {
  private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final Journal journal;

  private WorkerJvm(String name, Process process, Journal journal) {
    this.name = name;
    this.process = process;
    this.journal = journal;
  }

  static WorkerJvm launch(
      String name,
      String queueUri,
      String journalUri,
      Journal journal,
      int concurrency,
      Duration grace) {
    try {
      Path log = Files.createDirectories(Path.of("target", "drills")).resolve(name + ".log");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Dlogback.configurationFile=drills-logback.xml",
                  "-cp",
                  System.getProperty("java.class.path"),
                  WorkerProcess.class.getName(),
                  name,
                  queueUri,
                  journalUri,
                  Integer.toString(concurrency),
                  Long.toString(grace.toMillis()))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new WorkerJvm(name, process, journal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  boolean isUp() {
    return !journal.of(name, Kind.UP).isEmpty();
  }

  WorkerJvm awaitUp() {
    journal.await(name + " is up", STARTED_WITHIN, this::isUp);
    return this;
  }

  /** The ids under which it has run tasks; a new one after each lost lease. */
  List<String> identities() {
    return journal.of(name, Kind.IDENTITY).stream().map(Entry::id).toList();
  }

  /** Lets the handlers of a type return. */
  void release(String type) {
    try {
      process.getOutputStream().write((type + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    awaitExit();
  }

  /** SIGTERM. Unlike {@link Process#destroy}, this leaves the process's standard input open. */
  void terminate() {
    process.toHandle().destroy();
  }

  void awaitExit() {
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
