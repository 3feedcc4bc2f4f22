package io.kronosq.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Writes a completion script for bash and zsh.",
      "For the present shell: source <(kronq completion)"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    if (command == null) {
      throw new IllegalStateException("Not a part of a command line");
    }
    command.commandLine().getOut().print(AutoComplete.bash("kronq", Kronq.commandLine(Map.of())));
    command.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
