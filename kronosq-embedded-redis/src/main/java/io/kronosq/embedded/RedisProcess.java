package io.kronosq.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of redis-server, watched through what it prints. */
final class RedisProcess {
  private static final Logger log = LoggerFactory.getLogger(RedisProcess.class);
  private static final String READY = "Ready to accept connections";

  /** The C libraries word it differently. */
  private static final Pattern PORT_TAKEN = Pattern.compile("Address (already )?in use");

  private static final int KEPT_LINES = 30;

  private final Process process;
  private final Thread reader;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  /** Written by the reader only, and read once {@link #ready} is complete. */
  private final ArrayDeque<String> lastLines = new ArrayDeque<>();

  private RedisProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "kronosq-embedded-redis-" + process.pid());
    reader.setDaemon(true);
  }

  static RedisProcess launch(Path folder, Path binary, Path conf) throws IOException {
    Process process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                launchScript(),
                "kronosq-embedded-redis",
                binary.toString(),
                conf.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    RedisProcess redis = new RedisProcess(process);
    redis.reader.start();
    return redis;
  }

  private static String launchScript() throws IOException {
    try (InputStream in = RedisProcess.class.getResourceAsStream("launch.sh")) {
      if (in == null) {
        throw new IOException("launch.sh is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = output.readLine()) != null) {
        log.debug("{}", line);
        if (!ready.isDone()) {
          remember(line);
        }
        if (line.contains(READY)) {
          ready.complete(true);
        }
      }
    } catch (IOException e) {
      log.debug("The output of redis-server {} ended", process.pid(), e);
    } finally {
      ready.complete(false);
    }
  }

  private void remember(String line) {
    if (lastLines.size() == KEPT_LINES) {
      lastLines.removeFirst();
    }
    lastLines.addLast(line);
  }

  /**
   * Waits until the server answers, or has ended.
   *
   * @return whether it serves; false if its port was taken by another process
   * @throws EmbeddedRedisException if it ended for another reason or is not ready in time
   */
  boolean awaitReady(Duration patience) {
    try {
      if (ready.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (TimeoutException e) {
      throw new EmbeddedRedisException(
          "redis-server was not ready within "
              + patience.toSeconds()
              + " s. Allow more with startTimeout, or look at its data folder's size",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedRedisException("Interrupted while redis-server was starting", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    List<String> output = List.copyOf(lastLines);
    if (output.stream().anyMatch(line -> PORT_TAKEN.matcher(line).find())) {
      return false;
    }
    throw new EmbeddedRedisException(
        "redis-server ended while starting; it said:\n" + String.join("\n", output));
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Asks the server to write out what it holds and end; ends it by force after the grace period.
   */
  void stop(Duration grace) {
    process.destroy();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("redis-server {} did not stop within {}; killing it", process.pid(), grace);
        process.destroyForcibly().waitFor();
      }
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
