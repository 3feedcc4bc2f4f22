package io.kronosq.redis;

import io.kronosq.inspect.ConcurrencySample;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueCounts.Waits;
import io.kronosq.inspect.QueueHistory;
import io.kronosq.inspect.QueueHistory.Slice;
import io.kronosq.inspect.ServerControl;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.ServerReport;
import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.ReportStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What servers tell of themselves, in Redis. */
final class RedisReports implements ReportStore {
  private static final Duration REPORT_KEPT = Duration.ofHours(1);
  private static final Duration SAMPLES_KEPT = Duration.ofDays(1);

  /** One a minute, and as many more for changes in between. */
  private static final int MOST_SAMPLES = 2 * 24 * 60;

  private final RedisCalls calls;
  private final Keys keys;

  RedisReports(RedisCalls calls, Keys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  @Override
  public CompletionStage<ServerControl> report(ServerReport report, boolean sampled) {
    byte[][] args =
        new Args(6)
            .add(report.id())
            .add(ServerReportCodec.encode(report))
            .add(REPORT_KEPT.toMillis())
            .add(sampled ? SampleText.of(report.concurrency()) : "")
            .add(MOST_SAMPLES)
            .add(SAMPLES_KEPT.toMillis())
            .toArray();
    return calls
        .run(Script.REPORT, serverKeys(report.id()), args)
        .thenApply(ServerControlText::control);
  }

  @Override
  public CompletionStage<List<ConcurrencySample>> samples(String id) {
    return calls
        .send(redis -> redis.lrange(keys.serverSamples(id), 0, -1))
        .thenApply(SampleText::samples);
  }

  @Override
  public CompletionStage<Boolean> quiet(String id, boolean quiet) {
    return steer(id, ServerControlText.QUIET, ServerControlText.of(quiet));
  }

  @Override
  public CompletionStage<Boolean> stop(String id) {
    return steer(id, ServerControlText.STOP, ServerControlText.of(true));
  }

  @Override
  public CompletionStage<Boolean> concurrency(
      String id, ServerControl.@Nullable Range concurrency) {
    return steer(id, ServerControlText.CONCURRENCY, ServerControlText.of(concurrency));
  }

  private CompletionStage<Boolean> steer(String id, String aspect, String wanted) {
    byte[][] args = new Args(3).add(id).add(aspect).add(wanted).toArray();
    return calls
        .count(Script.STEER, Args.of(keys.serversSeen(), keys.serverControl()), args)
        .thenApply(known -> known == 1);
  }

  @Override
  public CompletionStage<Void> withdraw(String id) {
    return calls
        .count(Script.WITHDRAW, serverKeys(id), new Args(1).add(id).toArray())
        .thenAccept(done -> {});
  }

  private byte[][] serverKeys(String id) {
    return Args.of(
        keys.serversSeen(), keys.serverReports(), keys.serverControl(), keys.serverSamples(id));
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
            .thenApply(all -> ServerReportCodec.decode(all.values()));
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

  /** How counts are kept: by slice, many slices in a key. */
  private enum Grain {
    MINUTES(Duration.ofMinutes(1), Duration.ofHours(1), 24),
    HOURS(Duration.ofHours(1), Duration.ofDays(1), 14);

    private final Duration slice;
    private final Duration together;
    private final int keysKept;

    Grain(Duration slice, Duration together, int keysKept) {
      this.slice = slice;
      this.together = together;
      this.keysKept = keysKept;
    }

    byte[] key(QueueKeys q, long number) {
      return this == MINUTES ? q.hour(number) : q.day(number);
    }

    long number(Instant at) {
      return at.getEpochSecond() / together.toSeconds();
    }

    long sliceOf(Instant at) {
      return at.getEpochSecond() % together.toSeconds() / slice.toSeconds();
    }

    Instant start(long number, int sliceOfKey) {
      return Instant.ofEpochSecond(number * together.toSeconds() + sliceOfKey * slice.toSeconds());
    }

    Instant oldest(Instant now) {
      long slices = now.getEpochSecond() / slice.toSeconds();
      return Instant.ofEpochSecond(slices * slice.toSeconds())
          .minus(together.multipliedBy(keysKept));
    }

    /** The numbers of the keys that may have a slice. */
    LongStream numbers(Instant now) {
      return LongStream.rangeClosed(number(now) - keysKept, number(now));
    }

    long keptMillis() {
      return together.multipliedBy(keysKept + 1L).toMillis();
    }
  }

  @Override
  public CompletionStage<Void> add(String queue, Instant minute, QueueCounts counts) {
    QueueKeys q = keys.queue(queue);
    byte[][] allKeys =
        Args.of(
            q.totals,
            Grain.MINUTES.key(q, Grain.MINUTES.number(minute)),
            Grain.HOURS.key(q, Grain.HOURS.number(minute)));
    byte[][] args =
        new Args(12)
            .add(Grain.MINUTES.sliceOf(minute))
            .add(Grain.MINUTES.keptMillis())
            .add(Grain.HOURS.sliceOf(minute))
            .add(Grain.HOURS.keptMillis())
            .add(counts.succeeded())
            .add(counts.failed())
            .add(counts.retried())
            .add(counts.archived())
            .add(counts.runtime().toNanos() / 1_000)
            .add(counts.waits().tasks())
            .add(counts.waits().total().toMillis())
            .add(counts.waits().longest().toMillis())
            .toArray();
    return calls.count(Script.COUNT, allKeys, args).thenAccept(done -> {});
  }

  @Override
  public CompletionStage<Optional<Instant>> claimMinute() {
    QueueKeys q = keys.queue(ALL_QUEUES);
    return calls
        .now(q.totals)
        .thenCompose(
            now -> {
              Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
              byte[] key = Grain.MINUTES.key(q, Grain.MINUTES.number(minute));
              byte[] field = Args.bytes("c" + Grain.MINUTES.sliceOf(minute));
              return calls
                  .send(redis -> redis.hsetnx(key, field, Args.bytes("1")))
                  .thenApply(first -> first ? Optional.of(minute) : Optional.<Instant>empty());
            });
  }

  @Override
  public CompletionStage<Void> backlog(String queue, Instant minute, long pending) {
    QueueKeys q = keys.queue(queue);
    byte[][] allKeys =
        Args.of(
            Grain.MINUTES.key(q, Grain.MINUTES.number(minute)),
            Grain.HOURS.key(q, Grain.HOURS.number(minute)));
    byte[][] args =
        new Args(5)
            .add(Grain.MINUTES.sliceOf(minute))
            .add(Grain.MINUTES.keptMillis())
            .add(Grain.HOURS.sliceOf(minute))
            .add(Grain.HOURS.keptMillis())
            .add(pending)
            .toArray();
    return calls.count(Script.BACKLOG, allKeys, args).thenAccept(done -> {});
  }

  @Override
  public CompletionStage<QueueHistory> history(String queue) {
    String name = queue.equals(ALL_QUEUES) ? "" : queue;
    QueueKeys q = keys.queue(queue);
    CompletableFuture<Map<byte[], byte[]>> totals = calls.send(redis -> redis.hgetall(q.totals));
    return calls
        .now(q.totals)
        .thenCompose(
            now ->
                slices(q, Grain.MINUTES, now)
                    .thenCombine(
                        slices(q, Grain.HOURS, now),
                        (minutes, hours) ->
                            new QueueHistory(name, QueueCounts.NONE, minutes, hours)))
        .thenCombine(
            totals,
            (slices, total) ->
                new QueueHistory(
                    name,
                    counts(total).getOrDefault(-1, QueueCounts.NONE),
                    slices.minutes(),
                    slices.hours()));
  }

  private CompletableFuture<List<Slice>> slices(QueueKeys q, Grain grain, Instant now) {
    Instant oldest = grain.oldest(now);
    List<CompletableFuture<List<Slice>>> parts =
        grain
            .numbers(now)
            .mapToObj(
                number ->
                    calls
                        .send(redis -> redis.hgetall(grain.key(q, number)))
                        .thenApply(fields -> slices(grain, number, fields, oldest)))
            .toList();
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(done -> parts.stream().flatMap(part -> part.join().stream()).toList());
  }

  private static List<Slice> slices(
      Grain grain, long number, Map<byte[], byte[]> fields, Instant oldest) {
    Map<Integer, QueueCounts> counts = counts(fields);
    Map<Integer, Long> backlogs = backlogs(fields);
    return Stream.concat(counts.keySet().stream(), backlogs.keySet().stream())
        .distinct()
        .sorted()
        .map(
            slice ->
                new Slice(
                    grain.start(number, slice),
                    counts.getOrDefault(slice, QueueCounts.NONE),
                    backlogs.getOrDefault(slice, 0L)))
        .filter(slice -> !slice.start().isBefore(oldest))
        .toList();
  }

  @Override
  public CompletionStage<Void> forget(String queue) {
    QueueKeys q = keys.queue(queue);
    return calls
        .now(q.totals)
        .thenCompose(
            now -> {
              byte[][] all =
                  Stream.concat(
                          Stream.of(q.totals),
                          Stream.of(Grain.values())
                              .flatMap(
                                  grain ->
                                      grain.numbers(now).mapToObj(number -> grain.key(q, number))))
                      .toArray(byte[][]::new);
              return calls.send(redis -> redis.unlink(all));
            })
        .thenAccept(deleted -> {});
  }

  /** The counts of each slice; those of fields without a number have the key -1. */
  private static Map<Integer, QueueCounts> counts(Map<byte[], byte[]> fields) {
    Map<Integer, QueueCounts> counts = new TreeMap<>();
    fields.forEach(
        (field, value) -> {
          QueueCounts one = count((char) field[0], Long.parseLong(Args.text(value)));
          if (!one.equals(QueueCounts.NONE)) {
            counts.merge(slice(field), one, QueueCounts::plus);
          }
        });
    return counts;
  }

  private static int slice(byte[] field) {
    return field.length == 1 ? -1 : Integer.parseInt(Args.text(field).substring(1));
  }

  private static QueueCounts count(char kind, long number) {
    return switch (kind) {
      case 's' -> new QueueCounts(number, 0, 0, 0, Duration.ZERO, Waits.NONE);
      case 'f' -> new QueueCounts(0, number, 0, 0, Duration.ZERO, Waits.NONE);
      case 'r' -> new QueueCounts(0, 0, number, 0, Duration.ZERO, Waits.NONE);
      case 'a' -> new QueueCounts(0, 0, 0, number, Duration.ZERO, Waits.NONE);
      case 't' -> new QueueCounts(0, 0, 0, 0, Duration.of(number, ChronoUnit.MICROS), Waits.NONE);
      case 'n' -> waits(new Waits(number, Duration.ZERO, Duration.ZERO));
      case 'w' -> waits(new Waits(0, Duration.ofMillis(number), Duration.ZERO));
      case 'l' -> waits(new Waits(0, Duration.ZERO, Duration.ofMillis(number)));
      default -> QueueCounts.NONE;
    };
  }

  private static QueueCounts waits(Waits waits) {
    return new QueueCounts(0, 0, 0, 0, Duration.ZERO, waits);
  }

  /** How many tasks were pending in each slice. */
  private static Map<Integer, Long> backlogs(Map<byte[], byte[]> fields) {
    Map<Integer, Long> backlogs = new TreeMap<>();
    fields.forEach(
        (field, value) -> {
          if (field[0] == 'b') {
            backlogs.put(slice(field), Long.parseLong(Args.text(value)));
          }
        });
    return backlogs;
  }
}
