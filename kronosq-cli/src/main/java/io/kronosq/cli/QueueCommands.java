package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.task.QueueInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What concerns queues. */
@Command(
    name = "queue",
    description = "Queues: lists them, looks at one, pauses, resumes, removes.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class QueueCommands {
  @Command(
      name = "ls",
      description = "Lists all queues and how many tasks they have.",
      mixinStandardHelpOptions = true)
  int ls(@Mixin Session session) {
    try (Inspector inspector = session.inspect()) {
      session.rows(inspector.queues().stream().map(QueueCommands::row).toList());
      return ExitCode.OK;
    }
  }

  @Command(name = "inspect", description = "Shows one queue.", mixinStandardHelpOptions = true)
  int inspect(@Mixin Session session, @Parameters(paramLabel = "QUEUE") String queue) {
    try (Inspector inspector = session.inspect()) {
      QueueInfo info = known(inspector, queue);
      Map<String, @Nullable Object> all = row(info);
      all.put("partitions", info.partitions());
      all.put("limits", String.valueOf(info.limits()));
      all.put("limitedUntil", info.limitedUntil());
      session.one(all);
      return ExitCode.OK;
    }
  }

  @Command(
      name = "history",
      description = "Tells what became of a queue's tasks, by minute or by hour.",
      mixinStandardHelpOptions = true)
  int history(
      @Mixin Session session,
      @Parameters(paramLabel = "QUEUE") String queue,
      @Option(names = "--hours", description = "Two weeks by hour instead of a day by minute.")
          boolean byHour) {
    try (Inspector inspector = session.inspect()) {
      known(inspector, queue);
      session.rows(StatsCommand.slices(inspector.history(queue), byHour));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "pause",
      description = "Keeps servers from taking tasks of a queue.",
      mixinStandardHelpOptions = true)
  int pause(
      @Mixin Session session, @Mixin Audit audit, @Parameters(paramLabel = "QUEUE") String queue) {
    try (Inspector inspector = session.inspect()) {
      audit.perform(
          session,
          inspector,
          Act.of("queue.pause", queue),
          () -> {
            known(inspector, queue);
            inspector.pauseQueue(queue);
            return 1;
          });
      session.done("Queue '" + queue + "' is paused; running handlers go on");
      return ExitCode.OK;
    }
  }

  @Command(name = "resume", description = "Ends a pause.", mixinStandardHelpOptions = true)
  int resume(
      @Mixin Session session, @Mixin Audit audit, @Parameters(paramLabel = "QUEUE") String queue) {
    try (Inspector inspector = session.inspect()) {
      audit.perform(
          session,
          inspector,
          Act.of("queue.resume", queue),
          () -> {
            known(inspector, queue);
            inspector.resumeQueue(queue);
            return 1;
          });
      session.done("Queue '" + queue + "' is resumed");
      return ExitCode.OK;
    }
  }

  @Command(
      name = "rm",
      description = "Deletes a queue with its history and settings.",
      mixinStandardHelpOptions = true)
  int rm(
      @Mixin Session session,
      @Parameters(paramLabel = "QUEUE") String queue,
      @Option(names = "--force", description = "Its tasks go too, active ones as well.")
          boolean force,
      @Mixin Confirmation confirmation,
      @Mixin Audit audit) {
    try (Inspector inspector = session.inspect()) {
      long tasks = known(inspector, queue).size();
      confirmation.ask(session, "Deleting queue '" + queue + "' with " + tasks + " tasks");
      audit.perform(
          session,
          inspector,
          Act.of("queue.delete", queue).with("force", force),
          () -> {
            inspector.deleteQueue(queue, force);
            return tasks;
          });
      session.done("Queue '" + queue + "' is deleted");
      return ExitCode.OK;
    }
  }

  /** A queue that is there. */
  static QueueInfo known(Inspector inspector, String queue) {
    return inspector.queues().stream()
        .filter(info -> info.name().equals(queue))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    ExitCode.NOT_FOUND,
                    "There is no queue '" + queue + "'; kronq queue ls lists those there are"));
  }

  static Map<String, @Nullable Object> row(QueueInfo info) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("name", info.name());
    row.put("paused", info.paused());
    row.put("pending", info.pending());
    row.put("active", info.active());
    row.put("scheduled", info.scheduled());
    row.put("retry", info.retry());
    row.put("archived", info.archived());
    row.put("completed", info.completed());
    row.put("aggregating", info.aggregating());
    row.put("latency", info.latency());
    return row;
  }
}
