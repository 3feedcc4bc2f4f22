package io.kronosq.docs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kronosq.docs.CodeBlock;
import io.kronosq.docs.MarkdownPage;
import io.kronosq.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A quick start, followed from its first block to its last. */
final class QuickStart {
  private final MarkdownPage page;
  private final Map<String, String> detours = new LinkedHashMap<>();

  /**
   * Reads a quick start.
   *
   * @param name of the page's file
   */
  QuickStart(String name) {
    page = MarkdownPage.read(MarkdownPage.ROOT.resolve("docs").resolve(name));
  }

  /**
   * Has ports used that are free, in the way that the page tells.
   *
   * @param usual a part of a command
   * @param told what the page tells to write in its place
   * @param numbers what to write in place of the numbers in that
   */
  QuickStart detour(String usual, String told, Map<String, String> numbers) {
    assertThat(page.text()).contains(told);
    String detour = told;
    for (Map.Entry<String, String> number : numbers.entrySet()) {
      detour = detour.replace(number.getKey(), number.getValue());
    }
    detours.put(usual, detour);
    return this;
  }

  /** Does what the page says, in an empty folder. */
  void follow(Path temporary) throws IOException, InterruptedException {
    assumeTrue(Terminal.has("curl"), "curl is not installed");
    Path folder = Files.createDirectories(temporary.resolve("project"));
    Path outputs = Files.createDirectories(temporary.resolve("outputs"));
    try (LocalRepository repository =
            LocalRepository.over(
                Path.of(System.getProperty("quickstart.repository")),
                temporary.resolve("repository"),
                System.getProperty("quickstart.version"));
        Terminal terminal = new Terminal(folder, outputs, repository.folder())) {
      for (CodeBlock block : page.blocks()) {
        if (block.language().equals("console")) {
          for (ConsoleStep step : ConsoleStep.of(block)) {
            perform(step, terminal, repository);
          }
        } else {
          write(block, folder);
        }
      }
    }
  }

  private static void write(CodeBlock block, Path folder) throws IOException {
    String name = block.file();
    assertThat(name).as("file name before the block at " + block.place()).isNotNull();
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, block.text());
  }

  private void perform(ConsoleStep step, Terminal terminal, LocalRepository repository)
      throws IOException, InterruptedException {
    String command = step.command();
    for (Map.Entry<String, String> detour : detours.entrySet()) {
      command = command.replace(detour.getKey(), detour.getValue());
    }
    if (command.startsWith("mvn install")) {
      repository.install(command);
    } else if (command.startsWith("mvn")) {
      terminal.runOn(step, command);
    } else if (command.contains("-X POST")) {
      assertThat(terminal.run(command)).as(command).matches(step::matches, "" + step.output());
    } else {
      awaitOutput(step, command, terminal);
    }
  }

  /** Looking may come too early, and may be repeated. */
  private static void awaitOutput(ConsoleStep step, String command, Terminal terminal) {
    Await.until(step.toString(), () -> step.matches(terminal.run(command)));
  }
}
