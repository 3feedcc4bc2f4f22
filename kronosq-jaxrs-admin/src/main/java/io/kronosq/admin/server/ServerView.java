package io.kronosq.admin.server;

import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.RunningTask;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.ServerReport;
import io.kronosq.time.TimeSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server as it tells of itself. JSON-B writes what its getters tell. */
public final class ServerView {
  private final ServerInfo server;
  private final ServerReport report;

  ServerView(ServerInfo server) {
    this.server = server;
    report = server.report();
  }

  /** Its identity, new with each start. */
  public String getId() {
    return report.id();
  }

  /** What it is called; may be empty. */
  public String getName() {
    return report.name();
  }

  /** The machine's name. */
  public String getHost() {
    return report.host();
  }

  /** The process id. */
  public long getPid() {
    return report.pid();
  }

  /** Kronosq's version. */
  public String getVersion() {
    return report.version();
  }

  /** When it was started, by its own clock. */
  public Instant getStartedAt() {
    return report.startedAt();
  }

  /** When it told of itself last. */
  public Instant getSeenAt() {
    return server.seenAt();
  }

  /** Whether its lease has not ended. */
  public boolean isAlive() {
    return server.alive();
  }

  /** Whether it died; one that was just started is neither alive nor dead. */
  public boolean isDead() {
    return server.isDead(TimeSource.system().now());
  }

  /** Whether it takes no more tasks. */
  public boolean isQuiet() {
    return report.quiet();
  }

  /** How many handlers it runs, and may run. */
  public Concurrency getConcurrency() {
    return report.concurrency();
  }

  /** The queues that it serves, with their weights. */
  public Map<String, Integer> getQueues() {
    return new TreeMap<>(report.weights());
  }

  /** The types that it handles; those that end with {@code *} are prefixes. */
  public List<String> getTypes() {
    return report.types();
  }

  /** Its handlers at work, the oldest first. */
  public List<Running> getRunning() {
    return report.running().stream().map(Running::of).toList();
  }

  /**
   * A handler at work.
   *
   * @param queue its task's queue
   * @param id its task's id
   * @param type its task's type
   * @param since when it was started
   */
  public record Running(String queue, String id, String type, Instant since) {
    private static Running of(RunningTask running) {
      return new Running(
          running.task().queue(), running.task().id(), running.type(), running.since());
    }
  }
}
