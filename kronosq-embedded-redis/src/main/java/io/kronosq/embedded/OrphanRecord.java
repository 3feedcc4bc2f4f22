package io.kronosq.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that names the redis-server of a folder by process id and time of start. */
final class OrphanRecord {
  private static final Logger log = LoggerFactory.getLogger(OrphanRecord.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The system derives the time of start from a clock that may be corrected meanwhile. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  private final Path file;

  OrphanRecord(Path file) {
    this.file = file;
  }

  void write(ProcessHandle server) throws IOException {
    long started = server.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    Files.writeString(file, server.pid() + " " + started + "\n");
  }

  /** Asks a recorded server that still runs to stop, and waits until it has. */
  void end() {
    Optional<ProcessHandle> orphan = running();
    if (orphan.isPresent()) {
      ProcessHandle server = orphan.get();
      log.warn("Stopping redis-server {}, left behind in {}", server.pid(), file.getParent());
      server.destroy();
      awaitEnd(server);
    }
    clear();
  }

  void clearIfEnded() {
    if (running().isEmpty()) {
      clear();
    }
  }

  private Optional<ProcessHandle> running() {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EmbeddedRedisException("Cannot read " + file + "; mend its permissions", e);
    }
    String[] words = text.trim().split(" ", -1);
    if (words.length != 2 || !words[0].matches("\\d+") || !words[1].matches("\\d+")) {
      return Optional.empty();
    }
    Instant started = Instant.ofEpochMilli(Long.parseLong(words[1]));
    return ProcessHandle.of(Long.parseLong(words[0]))
        .filter(ProcessHandle::isAlive)
        .filter(process -> startedAt(process, started));
  }

  /** Tells the server apart from a later process that was given the same id. */
  private static boolean startedAt(ProcessHandle process, Instant recorded) {
    return process
        .info()
        .startInstant()
        .map(actual -> Duration.between(recorded, actual).abs().compareTo(CLOCK_TOLERANCE) <= 0)
        .orElse(false);
  }

  private void awaitEnd(ProcessHandle server) {
    try {
      server.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stillRuns(server, e);
    } catch (ExecutionException | TimeoutException e) {
      throw stillRuns(server, e);
    }
  }

  private EmbeddedRedisException stillRuns(ProcessHandle server, Exception cause) {
    return new EmbeddedRedisException(
        "An earlier redis-server, process "
            + server.pid()
            + ", still writes to "
            + file.getParent()
            + " and did not stop when asked. End it ('kill "
            + server.pid()
            + "') and start again",
        cause);
  }

  private void clear() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new EmbeddedRedisException("Cannot delete " + file + "; mend its permissions", e);
    }
  }
}
