package io.kronosq.docs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.testing.Await;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs commands in a folder, and ends what it started. */
final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path folder;
  private final Path outputs;
  private final Path repository;
  private final List<RunningCommand> running = new ArrayList<>();

  /**
   * @param folder where commands are run
   * @param outputs where what they print is kept
   * @param repository the local repository of Maven
   */
  Terminal(Path folder, Path outputs, Path repository) {
    this.folder = folder;
    this.outputs = outputs;
    this.repository = repository;
  }

  /** Whether there is a program of this name. */
  static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Runs a command to its end, which has to be a good one. */
  String run(String command) throws IOException, InterruptedException {
    Path output = newOutput();
    Path errors = newOutput();
    Process process = start(command, output, Redirect.to(errors.toFile()));
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(command).isTrue();
    assertThat(process.exitValue()).as(command + "\n" + Files.readString(errors)).isZero();
    return Files.readString(output);
  }

  /** Starts a command that goes on, and waits until it has printed what is expected of it. */
  void runOn(ConsoleStep step, String command) throws IOException {
    Path output = newOutput();
    RunningCommand started =
        new RunningCommand(start(command, output, Redirect.appendTo(output.toFile())), output);
    running.add(started);
    Await.until(
        command + " prints " + step.output(),
        PATIENCE,
        () -> {
          assertThat(started.isAlive() || step.beginsLike(started.printed()))
              .as(command + " goes on\n" + started.printed())
              .isTrue();
          return step.beginsLike(started.printed());
        });
  }

  private Path newOutput() throws IOException {
    return Files.createTempFile(outputs, "command", ".log");
  }

  private Process start(String command, Path output, Redirect errors) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectOutput(Redirect.appendTo(output.toFile()))
            .redirectError(errors);
    String java = System.getProperty("java.home");
    Path maven = Path.of(System.getProperty("quickstart.maven.home"), "bin");
    builder.environment().put("JAVA_HOME", java);
    builder
        .environment()
        .merge("PATH", maven.toString(), (old, own) -> own + File.pathSeparator + old);
    builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
    return builder.start();
  }

  /** Ctrl+C for all that goes on. */
  @Override
  public void close() throws IOException {
    for (RunningCommand command : running) {
      command.interrupt();
    }
  }
}
