package io.kronosq.redis;

import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueHistory;
import io.kronosq.inspect.QueueHistory.Minute;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.ServerReport;
import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.ReportStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** What servers tell of themselves, in Redis. */
final class RedisReports implements ReportStore {
  private static final Duration REPORT_KEPT = Duration.ofHours(1);
  private static final int HOURS_KEPT = 24;
  private static final Duration HOUR_KEPT = Duration.ofHours(HOURS_KEPT + 1);

  private final RedisCalls calls;
  private final Keys keys;

  RedisReports(RedisCalls calls, Keys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  @Override
  public CompletionStage<Void> report(ServerReport report) {
    byte[][] args =
        new Args(3)
            .add(report.id())
            .add(ServerReportCodec.encode(report))
            .add(REPORT_KEPT.toMillis())
            .toArray();
    return calls
        .count(Script.REPORT, Args.of(keys.serversSeen(), keys.serverReports()), args)
        .thenAccept(removed -> {});
  }

  @Override
  public CompletionStage<Void> withdraw(String id) {
    byte[] server = Args.bytes(id);
    return calls
        .send(redis -> redis.zrem(keys.serversSeen(), server))
        .thenCompose(removed -> calls.send(redis -> redis.hdel(keys.serverReports(), server)))
        .thenAccept(removed -> {});
  }

  @Override
  public CompletionStage<List<ServerInfo>> servers() {
    CompletableFuture<Map<String, Instant>> seen =
        calls
            .send(redis -> redis.zrangeWithScores(keys.serversSeen(), 0, -1))
            .thenApply(
                servers -> {
                  Map<String, Instant> times = new HashMap<>();
                  servers.forEach(
                      server ->
                          times.put(
                              Args.text(server.getValue()),
                              Instant.ofEpochMilli((long) server.getScore())));
                  return times;
                });
    CompletableFuture<List<ServerReport>> reports =
        calls
            .send(redis -> redis.hgetall(keys.serverReports()))
            .thenApply(all -> all.values().stream().map(ServerReportCodec::decode).toList());
    return reports
        .thenCompose(this::leases)
        .thenCombine(
            seen,
            (leases, times) ->
                reports.join().stream()
                    .filter(report -> times.containsKey(report.id()))
                    .map(
                        report ->
                            info(report, times.getOrDefault(report.id(), Instant.EPOCH), leases))
                    .sorted(BY_HOST)
                    .toList());
  }

  private static final Comparator<ServerInfo> BY_HOST =
      Comparator.comparing((ServerInfo server) -> server.report().host())
          .thenComparing(server -> server.report().name())
          .thenComparing(server -> server.report().startedAt());

  /**
   * The leases on a partition.
   *
   * @param now by the clock that they go by
   * @param expiries by identity
   */
  private record Leases(Instant now, Map<String, Instant> expiries) {}

  private static ServerInfo info(ServerReport report, Instant seen, Map<String, Leases> leases) {
    Map<String, Instant> held = new HashMap<>();
    boolean alive = false;
    for (Map.Entry<String, String> lease : report.leases().entrySet()) {
      Leases partition = leases.get(lease.getKey());
      Instant until = partition == null ? null : partition.expiries().get(lease.getValue());
      if (partition != null && until != null) {
        held.put(lease.getKey(), until);
        alive |= partition.now().isBefore(until);
      }
    }
    return new ServerInfo(report, seen, held, alive);
  }

  /** The leases on all partitions that any server has, by partition. */
  private CompletableFuture<Map<String, Leases>> leases(List<ServerReport> reports) {
    Map<String, Leases> leases = new ConcurrentHashMap<>();
    CompletableFuture<?>[] reads =
        reports.stream()
            .flatMap(report -> report.leases().keySet().stream())
            .distinct()
            .map(
                partition ->
                    leases(keys.queue(partition).leases)
                        .thenAccept(found -> leases.put(partition, found)))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(reads).thenApply(done -> leases);
  }

  private CompletableFuture<Leases> leases(byte[] key) {
    return calls
        .send(redis -> redis.zrangeWithScores(key, 0, -1))
        .thenApply(
            servers -> {
              Map<String, Instant> expiries = new HashMap<>();
              servers.forEach(
                  server ->
                      expiries.put(
                          Args.text(server.getValue()),
                          Instant.ofEpochMilli((long) server.getScore())));
              return expiries;
            })
        .thenCombine(calls.now(key), (expiries, now) -> new Leases(now, expiries));
  }

  @Override
  public CompletionStage<Void> add(String queue, Instant minute, QueueCounts counts) {
    QueueKeys q = keys.queue(queue);
    long minutes = minute.getEpochSecond() / 60;
    byte[][] args =
        new Args(7)
            .add(minutes % 60)
            .add(HOUR_KEPT.toMillis())
            .add(counts.succeeded())
            .add(counts.failed())
            .add(counts.retried())
            .add(counts.archived())
            .add(counts.runtime().toNanos() / 1_000)
            .toArray();
    return calls
        .count(Script.COUNT, Args.of(q.totals, q.hour(minutes / 60)), args)
        .thenAccept(done -> {});
  }

  @Override
  public CompletionStage<QueueHistory> history(String queue) {
    QueueKeys q = keys.queue(queue);
    CompletableFuture<Map<byte[], byte[]>> totals = calls.send(redis -> redis.hgetall(q.totals));
    return calls
        .now(q.totals)
        .thenCompose(now -> minutes(q, now))
        .thenCombine(
            totals,
            (minutes, total) ->
                new QueueHistory(queue, counts(total).getOrDefault(-1, QueueCounts.NONE), minutes));
  }

  private CompletableFuture<List<Minute>> minutes(QueueKeys q, Instant now) {
    long hour = now.getEpochSecond() / 3_600;
    Instant oldest = now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(HOURS_KEPT));
    List<CompletableFuture<List<Minute>>> hours = new ArrayList<>();
    for (long at = hour - HOURS_KEPT; at <= hour; at++) {
      long start = at * 3_600;
      byte[] key = q.hour(at);
      hours.add(
          calls
              .send(redis -> redis.hgetall(key))
              .thenApply(
                  fields ->
                      counts(fields).entrySet().stream()
                          .map(
                              minute ->
                                  new Minute(
                                      Instant.ofEpochSecond(start + 60L * minute.getKey()),
                                      minute.getValue()))
                          .filter(minute -> !minute.start().isBefore(oldest))
                          .toList()));
    }
    return CompletableFuture.allOf(hours.toArray(CompletableFuture[]::new))
        .thenApply(done -> hours.stream().flatMap(part -> part.join().stream()).toList());
  }

  /** The counts of each minute; those of fields without a minute have the key -1. */
  private static Map<Integer, QueueCounts> counts(Map<byte[], byte[]> fields) {
    Map<Integer, QueueCounts> counts = new TreeMap<>();
    fields.forEach(
        (field, value) -> {
          String name = Args.text(field);
          long number = Long.parseLong(Args.text(value));
          int minute = name.length() == 1 ? -1 : Integer.parseInt(name.substring(1));
          QueueCounts one =
              switch (name.charAt(0)) {
                case 's' -> new QueueCounts(number, 0, 0, 0, Duration.ZERO);
                case 'f' -> new QueueCounts(0, number, 0, 0, Duration.ZERO);
                case 'r' -> new QueueCounts(0, 0, number, 0, Duration.ZERO);
                case 'a' -> new QueueCounts(0, 0, 0, number, Duration.ZERO);
                case 't' -> new QueueCounts(0, 0, 0, 0, Duration.of(number, ChronoUnit.MICROS));
                default -> QueueCounts.NONE;
              };
          counts.merge(minute, one, QueueCounts::plus);
        });
    return counts;
  }
}
