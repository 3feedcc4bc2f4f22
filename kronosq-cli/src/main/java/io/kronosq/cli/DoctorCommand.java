package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.task.QueueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for what is wrong, and says the remedy. */
@Command(
    name = "doctor",
    description = "Checks Redis, queues and servers, and says what to do; exits with 6 if it must.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private final Session session = new Session();

  @Override
  public Integer call() {
    try (Inspector inspector = session.inspect()) {
      List<Map<String, @Nullable Object>> findings = new ArrayList<>();
      inspector.problems().forEach(problem -> findings.add(finding("redis", problem)));
      List<ServerInfo> servers = inspector.servers();
      servers.stream()
          .filter(server -> !server.alive())
          .forEach(server -> findings.add(dead(server)));
      Set<String> served =
          servers.stream()
              .filter(server -> server.alive() && !server.report().quiet())
              .flatMap(server -> server.report().weights().keySet().stream())
              .collect(Collectors.toSet());
      inspector.queues().forEach(queue -> check(queue, served, findings));
      if (findings.isEmpty() && !session.isJson()) {
        session.done("Nothing is wrong");
      } else {
        session.rows(findings);
      }
      return findings.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
    }
  }

  private static void check(
      QueueInfo queue, Set<String> served, List<Map<String, @Nullable Object>> findings) {
    String subject = "queue '" + queue.name() + "'";
    if (queue.paused() && queue.pending() > 0) {
      findings.add(
          finding(
              subject,
              queue.pending() + " tasks wait while it is paused; kronq queue resume ends that"));
    } else if (queue.pending() > 0 && !served.contains(queue.name())) {
      findings.add(
          finding(
              subject,
              queue.pending()
                  + " tasks wait and no server takes any; start one that serves it"
                  + " (kronosq.queues)"));
    }
  }

  private static Map<String, @Nullable Object> dead(ServerInfo server) {
    return finding(
        "server '" + server.report().id() + "'",
        "on "
            + server.report().host()
            + " died, last seen at "
            + Text.at(server.seenAt())
            + "; others recover its tasks; start it again if it is to be there");
  }

  private static Map<String, @Nullable Object> finding(String subject, String message) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("subject", subject);
    row.put("message", message);
    return row;
  }
}
