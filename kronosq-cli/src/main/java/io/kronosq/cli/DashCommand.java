package io.kronosq.cli;

import io.kronosq.Inspector;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A live view, until Ctrl-C. */
@Command(
    name = "dash",
    description = "Shows totals and queues, anew every two seconds, until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class DashCommand implements Callable<Integer> {
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

  @Mixin private final Session session = new Session();

  @Option(names = "--every", defaultValue = "2s", description = "How often; 2s unless set.")
  private Duration every = Duration.ofSeconds(2);

  @Option(
      names = "--count",
      defaultValue = "0",
      description = "How often at most; without end unless set.")
  private int count;

  @Override
  public Integer call() throws InterruptedException {
    try (Inspector inspector = session.inspect()) {
      for (int i = 1; ; i++) {
        if (Terminal.console() != null && !session.isJson()) {
          session.out().print(HOME_AND_CLEAR);
        }
        session.one(StatsCommand.totals(inspector));
        session.out().println();
        session.rows(inspector.queues().stream().map(QueueCommands::row).toList());
        session.out().flush();
        if (i == count) {
          return ExitCode.OK;
        }
        Thread.sleep(every.toMillis());
      }
    }
  }
}
