package io.kronosq.admin.live;

import io.kronosq.inspect.ServerInfo;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** What of queues and servers needs attention. */
final class QueueFindings {
  /** Of a kind; the worst come first, and more than these nobody reads. */
  private static final int MOST = 20;

  /** From here on a queue without a server is more than a server that is being started anew. */
  private static final Duration CRITICAL = Duration.ofMinutes(1);

  private QueueFindings() {}

  static List<Finding> of(QueueSnapshot snapshot, List<ServerInfo> servers) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(
        worst(
            snapshot,
            queue ->
                !queue.paused() && queue.pending() > 0 && snapshot.serversOf(queue.name()) == 0,
            QueueFindings::withoutServer));
    findings.addAll(
        worst(snapshot, queue -> queue.paused() && queue.pending() > 0, QueueFindings::paused));
    servers.stream()
        .filter(server -> !server.alive())
        .limit(MOST)
        .map(QueueFindings::dead)
        .forEach(findings::add);
    return findings;
  }

  private static List<Finding> worst(
      QueueSnapshot snapshot, Predicate<QueueInfo> which, Function<QueueInfo, Finding> finding) {
    return snapshot.queues().stream()
        .filter(which)
        .sorted(Comparator.comparingLong(QueueInfo::pending).reversed())
        .limit(MOST)
        .map(finding)
        .toList();
  }

  private static Finding withoutServer(QueueInfo queue) {
    return new Finding(
        "QUEUE_WITHOUT_SERVER",
        queue.latency().compareTo(CRITICAL) >= 0 ? "CRITICAL" : "WARNING",
        "QUEUE",
        queue.name(),
        "No server serves queue '" + queue.name() + "', and " + pending(queue),
        "Start a server that serves it, or name it in kronosq.queues of one that runs",
        data(queue));
  }

  private static Finding paused(QueueInfo queue) {
    return new Finding(
        "QUEUE_PAUSED_BACKLOG",
        "INFO",
        "QUEUE",
        queue.name(),
        "Queue '" + queue.name() + "' is paused, and " + pending(queue),
        "Resume it when its tasks may run",
        data(queue));
  }

  private static String pending(QueueInfo queue) {
    return queue.pending() == 1 ? "a task waits in it" : queue.pending() + " tasks wait in it";
  }

  private static Map<String, String> data(QueueInfo queue) {
    return Map.of(
        "pending",
        Long.toString(queue.pending()),
        "latencyMs",
        Long.toString(queue.latency().toMillis()));
  }

  private static Finding dead(ServerInfo server) {
    return new Finding(
        "SERVER_DEAD",
        "WARNING",
        "SERVER",
        server.report().id(),
        "A server on "
            + server.report().host()
            + " died; it was heard of last at "
            + server.seenAt(),
        "Others take over its tasks; look why it ended, and start it again",
        Map.of("host", server.report().host(), "seenAt", server.seenAt().toString()));
  }
}
