package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueHistory;
import io.kronosq.inspect.RedisInfo;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.task.QueueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All queues together. */
@Command(
    name = "stats",
    description = "Sums over all queues and servers, and what matters of Redis.",
    mixinStandardHelpOptions = true)
final class StatsCommand implements java.util.concurrent.Callable<Integer> {
  @Mixin private final Session session = new Session();

  @Override
  public Integer call() {
    try (Inspector inspector = session.inspect()) {
      session.one(totals(inspector));
      return ExitCode.OK;
    }
  }

  static Map<String, @Nullable Object> totals(Inspector inspector) {
    List<QueueInfo> queues = inspector.queues();
    List<ServerInfo> servers = inspector.servers();
    QueueCounts done = inspector.history().total();
    RedisInfo redis = inspector.redis();
    Map<String, @Nullable Object> totals = new LinkedHashMap<>();
    totals.put("queues", queues.size());
    totals.put("pending", sum(queues, QueueInfo::pending));
    totals.put("active", sum(queues, QueueInfo::active));
    totals.put("scheduled", sum(queues, QueueInfo::scheduled));
    totals.put("retry", sum(queues, QueueInfo::retry));
    totals.put("archived", sum(queues, QueueInfo::archived));
    totals.put("completed", sum(queues, QueueInfo::completed));
    totals.put("aggregating", sum(queues, QueueInfo::aggregating));
    totals.put("succeeded", done.succeeded());
    totals.put("failed", done.failed());
    totals.put("servers", servers.stream().filter(ServerInfo::alive).count());
    totals.put("redis", redis.version());
    totals.put("usedMemory", redis.usedMemory());
    return totals;
  }

  static List<Map<String, @Nullable Object>> slices(QueueHistory history, boolean byHour) {
    return (byHour ? history.hours() : history.minutes()).stream().map(StatsCommand::row).toList();
  }

  private static Map<String, @Nullable Object> row(QueueHistory.Slice slice) {
    QueueCounts counts = slice.counts();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("start", slice.start());
    row.put("succeeded", counts.succeeded());
    row.put("failed", counts.failed());
    row.put("retried", counts.retried());
    row.put("archived", counts.archived());
    row.put("runtime", counts.meanRuntime());
    row.put("wait", counts.waits().mean());
    row.put("backlog", slice.backlog());
    return row;
  }

  private static long sum(List<QueueInfo> queues, ToLongFunction<QueueInfo> number) {
    return queues.stream().mapToLong(number).sum();
  }
}
