package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.schedule.ScheduleInfo;
import io.kronosq.schedule.Schedules;
import io.kronosq.store.TickRecord;
import io.kronosq.task.TaskRef;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What concerns schedules. */
@Command(
    name = "schedule",
    description = "Schedules: lists them, tells their history, triggers, pauses, resumes one.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ScheduleCommands {
  @Command(
      name = "ls",
      description = "Lists schedules and their next runs.",
      mixinStandardHelpOptions = true)
  int ls(@Mixin Session session) {
    try (Inspector inspector = session.inspect()) {
      session.rows(inspector.schedules().list().stream().map(ScheduleCommands::row).toList());
      return ExitCode.OK;
    }
  }

  @Command(
      name = "history",
      description = "Tells what became of a schedule's ticks, the latest first.",
      mixinStandardHelpOptions = true)
  int history(
      @Mixin Session session,
      @Parameters(paramLabel = "SCHEDULE") String id,
      @Option(names = "--limit", defaultValue = "20", description = "Ticks at most; 20 unless set.")
          int limit) {
    try (Inspector inspector = session.inspect()) {
      known(inspector, id);
      session.rows(
          inspector.schedules().history(id, limit).stream().map(ScheduleCommands::row).toList());
      return ExitCode.OK;
    }
  }

  @Command(
      name = "trigger",
      description = "Enqueues a schedule's task now, out of turn.",
      mixinStandardHelpOptions = true)
  int trigger(
      @Mixin Session session, @Mixin Audit audit, @Parameters(paramLabel = "SCHEDULE") String id) {
    try (Inspector inspector = session.inspect()) {
      audit.perform(
          session,
          inspector,
          Act.of("schedule.trigger", id),
          () -> {
            TaskRef task = triggered(known(inspector, id), id);
            session.done(
                "Schedule '"
                    + id
                    + "' is triggered: task '"
                    + task.id()
                    + "' of queue '"
                    + task.queue()
                    + "' is enqueued");
            return 1;
          });
      return ExitCode.OK;
    }
  }

  private static TaskRef triggered(Schedules schedules, String id) {
    return schedules
        .trigger(id)
        .orElseThrow(
            () ->
                new RefusedException(
                    ExitCode.REFUSED,
                    "Schedule '" + id + "' was not triggered: its last task is not done"));
  }

  @Command(
      name = "pause",
      description = "Keeps a schedule from enqueuing tasks.",
      mixinStandardHelpOptions = true)
  int pause(
      @Mixin Session session, @Mixin Audit audit, @Parameters(paramLabel = "SCHEDULE") String id) {
    try (Inspector inspector = session.inspect()) {
      audit.perform(
          session,
          inspector,
          Act.of("schedule.pause", id),
          () -> {
            known(inspector, id).pause(id);
            return 1;
          });
      session.done("Schedule '" + id + "' is paused");
      return ExitCode.OK;
    }
  }

  @Command(name = "resume", description = "Ends a pause.", mixinStandardHelpOptions = true)
  int resume(
      @Mixin Session session, @Mixin Audit audit, @Parameters(paramLabel = "SCHEDULE") String id) {
    try (Inspector inspector = session.inspect()) {
      audit.perform(
          session,
          inspector,
          Act.of("schedule.resume", id),
          () -> {
            known(inspector, id).resume(id);
            return 1;
          });
      session.done("Schedule '" + id + "' is resumed");
      return ExitCode.OK;
    }
  }

  private static Schedules known(Inspector inspector, String id) {
    Schedules schedules = inspector.schedules();
    if (schedules.get(id).isEmpty()) {
      throw new RefusedException(
          ExitCode.NOT_FOUND,
          "There is no schedule '" + id + "'; kronq schedule ls lists those there are");
    }
    return schedules;
  }

  private static Map<String, @Nullable Object> row(ScheduleInfo schedule) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", schedule.id());
    row.put("type", schedule.effective().task().type());
    row.put("queue", schedule.effective().task().queue());
    row.put("pattern", String.valueOf(schedule.effective().timing().pattern()));
    row.put("zone", schedule.effective().timing().zone());
    row.put("paused", schedule.paused());
    row.put("last", schedule.lastTick());
    row.put("next", schedule.nextTick());
    return row;
  }

  private static Map<String, @Nullable Object> row(TickRecord tick) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("tick", tick.tick());
    row.put("at", tick.at());
    row.put("outcome", tick.outcome());
    row.put("task", tick.task());
    row.put("server", tick.server());
    return row;
  }
}
