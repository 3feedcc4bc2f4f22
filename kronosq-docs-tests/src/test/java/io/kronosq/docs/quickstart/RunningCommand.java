package io.kronosq.docs.quickstart;

import io.kronosq.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command that goes on until it is interrupted. */
final class RunningCommand {
  private static final Duration TO_STOP = Duration.ofMinutes(1);
  private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;]*m");

  private final Process process;
  private final Path output;

  RunningCommand(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed so far. */
  String printed() throws IOException {
    return COLOURS.matcher(Files.readString(output)).replaceAll("");
  }

  /** As Ctrl+C does, interrupts it and all that it started, and waits until they have ended. */
  void interrupt() throws IOException {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    String pids = all.stream().map(each -> "" + each.pid()).collect(Collectors.joining(" "));
    new ProcessBuilder("sh", "-c", "kill -INT " + pids).start().onExit().join();
    try {
      Await.until(
          "the command stops", TO_STOP, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
