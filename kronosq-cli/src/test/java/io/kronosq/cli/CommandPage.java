package io.kronosq.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The page of the documentation that has the help of each command. */
final class CommandPage {
  private static final String HEAD =
      """
      # The command line

      `kronq` looks at queues, tasks, servers and schedules, and steers them, from a terminal. It is one jar:
      `java -jar kronosq-cli-…-runnable.jar queue ls`. `mvn package -pl kronosq-cli -am` makes it.

      It starts in half of the time with `java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC`, and faster still with an archive of its classes, which
      `-XX:ArchiveClassesAtExit=kronq.jsa` writes once and `-XX:SharedArchiveFile=kronq.jsa` uses.

      ## Where Redis is

      Flags come first, then environment variables, then the file of `--config`, all by the names that an application uses: `kronosq.redis.uri`
      is `KRONOSQ_REDIS_URI`. Lines of a profile (`%dev.kronosq.redis.uri`) come before others with `--profile dev`, or with what
      `MP_CONFIG_PROFILE` or `mp.config.profile` says. Put passwords into `KRONOSQ_REDIS_PASSWORD` or the file, or use `--ask-password`: others
      can read command lines.

      ## Answers

      Tables are for people. What tasks, servers and errors bring along is shown with its control characters escaped. `-o json` writes a document
      for programs: times in UTC, durations in milliseconds, what is absent left out. Payloads, headers and results are shown only with
      `task get --show-payload`.

      What deletes, and what is done to all tasks that a filter means, asks first; without a terminal it is refused unless `--yes` is there.
      `--dry-run` counts. Ctrl-C ends work on many tasks after the chunk that it is at; what was done is done.

      ## Commands

      """;

  private CommandPage() {}

  static String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    CommandLine top = Kronq.commandLine(Map.of());
    section(page, top);
    return page.toString().stripTrailing() + "\n";
  }

  private static void section(StringBuilder page, CommandLine command) {
    page.append("### ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
    page.append(command.getUsageMessage(Ansi.OFF).stripTrailing().replaceAll(" +\n", "\n"));
    page.append("\n```\n\n");
    command.getSubcommands().values().forEach(sub -> section(page, sub));
  }
}
