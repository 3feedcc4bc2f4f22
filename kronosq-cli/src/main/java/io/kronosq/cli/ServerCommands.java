package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.ServerReport;
import io.kronosq.time.TimeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What concerns servers. */
@Command(
    name = "server",
    description = "Servers: lists them, quiets, resumes, stops one.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ServerCommands {
  @Command(
      name = "ls",
      description = "Lists servers, and those that died within the last hour.",
      mixinStandardHelpOptions = true)
  int ls(@Mixin Session session) {
    try (Inspector inspector = session.inspect()) {
      session.rows(inspector.servers().stream().map(ServerCommands::row).toList());
      return ExitCode.OK;
    }
  }

  @Command(
      name = "quiet",
      description = "Keeps a server from taking more tasks.",
      mixinStandardHelpOptions = true)
  int quiet(
      @Mixin Session session, @Mixin Audit audit, @Parameters(paramLabel = "SERVER") String id) {
    try (Inspector inspector = session.inspect()) {
      audit.perform(
          session,
          inspector,
          Act.of("server.quiet", id),
          () -> there(id, inspector.quietServer(id)));
      session.done("Server '" + id + "' takes no more tasks within seconds");
      return ExitCode.OK;
    }
  }

  @Command(
      name = "resume",
      description = "Lets a quiet server take tasks again.",
      mixinStandardHelpOptions = true)
  int resume(
      @Mixin Session session, @Mixin Audit audit, @Parameters(paramLabel = "SERVER") String id) {
    try (Inspector inspector = session.inspect()) {
      audit.perform(
          session,
          inspector,
          Act.of("server.resume", id),
          () -> there(id, inspector.unquietServer(id)));
      session.done("Server '" + id + "' takes tasks again within seconds");
      return ExitCode.OK;
    }
  }

  @Command(
      name = "stop",
      description = "Lets a server finish its tasks and stop; a redeployment starts it again.",
      mixinStandardHelpOptions = true)
  int stop(
      @Mixin Session session,
      @Parameters(paramLabel = "SERVER") String id,
      @Mixin Confirmation confirmation,
      @Mixin Audit audit) {
    confirmation.ask(session, "Stopping server '" + id + "'");
    try (Inspector inspector = session.inspect()) {
      audit.perform(
          session, inspector, Act.of("server.stop", id), () -> there(id, inspector.stopServer(id)));
      session.done("Server '" + id + "' drains and stops within seconds");
      return ExitCode.OK;
    }
  }

  private static int there(String id, boolean told) {
    if (!told) {
      throw new RefusedException(
          ExitCode.NOT_FOUND,
          "There is no server '" + id + "'; kronq server ls lists those there are");
    }
    return 1;
  }

  private static Map<String, @Nullable Object> row(ServerInfo server) {
    ServerReport report = server.report();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", report.id());
    row.put("name", report.name());
    row.put("host", report.host());
    row.put("pid", report.pid());
    row.put("state", state(server));
    row.put("busy", report.concurrency().busy());
    row.put("target", report.concurrency().target());
    row.put("queues", new TreeMap<>(report.weights()).keySet());
    row.put("started", report.startedAt());
    row.put("seen", server.seenAt());
    return row;
  }

  /** In a word: alive, quiet, starting or dead. */
  static String state(ServerInfo server) {
    if (!server.alive()) {
      return server.isDead(TimeSource.system().now()) ? "dead" : "starting";
    }
    return server.report().quiet() ? "quiet" : "alive";
  }
}
