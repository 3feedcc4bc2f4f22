package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A live view of queues, servers and problems. */
@Command(
    name = "dash",
    description = {
      "Shows queues, servers and problems live, on the whole terminal; ? tells the keys.",
      "Without a terminal, with --count and as JSON it writes totals and queues again and again."
    },
    mixinStandardHelpOptions = true)
final class DashCommand implements Callable<Integer> {
  @Mixin private final Session session = new Session();

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "2s",
      description = "How often it looks; 2s unless set.")
  private Duration every = Duration.ofSeconds(2);

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "How often it writes; without end unless set.")
  private int count;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (every.compareTo(Duration.ofMillis(100)) < 0) {
      throw new RefusedException(ExitCode.USAGE, "--every is at least 100ms, not " + every);
    }
    RedisConfig redis = session.redis();
    try (TaskStore store = RedisTaskStore.open(redis)) {
      if (count == 0 && !session.isJson() && Terminal.console() != null) {
        show(store, redis.place());
      } else {
        write(Inspector.of(store));
      }
      return ExitCode.OK;
    }
  }

  private void show(TaskStore store, String place) throws IOException {
    try (org.jline.terminal.Terminal terminal =
        TerminalBuilder.builder().system(true).dumb(false).nativeSignals(true).build()) {
      new DashView(terminal, new DashLooker(store)::look, every, place, session.look().colours())
          .show();
    }
  }

  private void write(Inspector inspector) throws InterruptedException {
    for (int i = 1; ; i++) {
      session.one(StatsCommand.totals(inspector));
      session.out().println();
      session.rows(inspector.queues().stream().map(QueueCommands::row).toList());
      session.out().flush();
      if (i == count) {
        return;
      }
      Thread.sleep(every.toMillis());
    }
  }
}
