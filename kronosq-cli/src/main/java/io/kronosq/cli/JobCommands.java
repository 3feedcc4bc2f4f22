package io.kronosq.cli;

import io.kronosq.BulkJobs;
import io.kronosq.Inspector;
import io.kronosq.inspect.BulkJob;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What concerns bulk jobs, which servers with the admin resources work on. */
@Command(
    name = "job",
    description = "Bulk jobs: lists them, shows, cancels, resumes, forgets one.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class JobCommands {
  @Command(
      name = "ls",
      description = "Lists the bulk jobs of the last days, the latest first.",
      mixinStandardHelpOptions = true)
  int ls(@Mixin Session session) {
    try (Inspector inspector = session.inspect()) {
      session.rows(inspector.jobs().list().stream().map(JobCommands::row).toList());
      return ExitCode.OK;
    }
  }

  @Command(name = "get", description = "Shows one bulk job.", mixinStandardHelpOptions = true)
  int get(@Mixin Session session, @Parameters(paramLabel = "JOB") String id) {
    try (Inspector inspector = session.inspect()) {
      BulkJob job = known(inspector.jobs(), id);
      Map<String, @Nullable Object> all = row(job);
      all.put("scanned", job.progress().scanned());
      all.put("refused", job.progress().refused());
      all.put("dryRun", job.request().dryRun());
      all.put("ended", job.endedAt());
      all.put("error", job.error());
      session.one(all);
      return ExitCode.OK;
    }
  }

  @Command(
      name = "cancel",
      description = "Stops a bulk job after the chunk that it is at.",
      mixinStandardHelpOptions = true)
  int cancel(
      @Mixin Session session, @Mixin Audit audit, @Parameters(paramLabel = "JOB") String id) {
    try (Inspector inspector = session.inspect()) {
      BulkJobs jobs = inspector.jobs();
      audit.perform(
          session,
          inspector,
          Act.of("job.cancel", id),
          () -> steered(known(jobs, id), jobs.cancel(id)));
      session.done("Bulk job '" + id + "' is stopped; what was done is done");
      return ExitCode.OK;
    }
  }

  @Command(
      name = "resume",
      description = "Has a stopped or failed bulk job go on, by a server with the admin resources.",
      mixinStandardHelpOptions = true)
  int resume(
      @Mixin Session session, @Mixin Audit audit, @Parameters(paramLabel = "JOB") String id) {
    try (Inspector inspector = session.inspect()) {
      BulkJobs jobs = inspector.jobs();
      audit.perform(
          session,
          inspector,
          Act.of("job.resume", id),
          () -> steered(known(jobs, id), jobs.resume(id)));
      session.done("Bulk job '" + id + "' goes on from its place");
      return ExitCode.OK;
    }
  }

  @Command(
      name = "rm",
      description = "Forgets a bulk job that has ended or was stopped; its tasks stay as they are.",
      mixinStandardHelpOptions = true)
  int rm(@Mixin Session session, @Mixin Audit audit, @Parameters(paramLabel = "JOB") String id) {
    try (Inspector inspector = session.inspect()) {
      BulkJobs jobs = inspector.jobs();
      audit.perform(
          session,
          inspector,
          Act.of("job.remove", id),
          () -> steered(known(jobs, id), jobs.remove(id)));
      session.done("Bulk job '" + id + "' is forgotten");
      return ExitCode.OK;
    }
  }

  private static int steered(BulkJob job, boolean done) {
    if (!done) {
      throw new RefusedException(
          ExitCode.REFUSED, "Bulk job '" + job.id() + "' is " + job.status() + "; nothing to do");
    }
    return 1;
  }

  private static BulkJob known(BulkJobs jobs, String id) {
    return jobs.get(id)
        .orElseThrow(
            () ->
                new RefusedException(
                    ExitCode.NOT_FOUND,
                    "There is no bulk job '" + id + "'; kronq job ls lists those there are"));
  }

  private static Map<String, @Nullable Object> row(BulkJob job) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", job.id());
    row.put("action", job.request().action());
    row.put("queue", job.request().queue());
    row.put("state", job.request().state());
    row.put("status", job.status());
    row.put("total", job.progress().total());
    row.put("matched", job.progress().matched());
    row.put("changed", job.progress().changed());
    row.put("started", job.startedAt());
    row.put("by", job.request().startedBy());
    return row;
  }
}
