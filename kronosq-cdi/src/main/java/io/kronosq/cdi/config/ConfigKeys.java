package io.kronosq.cdi.config;

import io.kronosq.outbox.Outbox;
import io.kronosq.task.Durability;
import io.kronosq.worker.AutoScale;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All keys of the configuration. Reading, checking and documentation come from here. */
public final class ConfigKeys {
  /** What all names start with. */
  public static final String PREFIX = "kronosq.";

  /** Most handlers that may run at a time in one application. */
  public static final int MAX_CONCURRENCY = 1_000;

  /** Handlers that run at a time at least, unless configured. */
  static final int MIN_DEFAULT_CONCURRENCY = 10;

  private static final Duration MILLISECOND = Duration.ofMillis(1);

  static final ConfigKey<Boolean> ENABLED =
      ConfigKey.of(
          "kronosq.enabled",
          ValueType.bool(),
          "true",
          "`false` starts nothing: no workers, no connection, no embedded Redis. What is injected"
              + " then fails when it is used.");

  static final ConfigKey<String> REDIS_URI =
      ConfigKey.of(
              "kronosq.redis.uri",
              ValueType.redisAddress(),
              "redis://127.0.0.1:6379",
              "Where Redis is: `redis://…` for one server, `redis-sentinel://…?master=name` for a"
                  + " master that sentinels watch, `redis-cluster://…` for a cluster; see"
                  + " [redis.md](redis.md). `embedded:` starts one that keeps its data in `~/.kronosq/redis`,"
                  + " `embedded:/a/folder` one that keeps them there, `embedded:?memory` one that"
                  + " keeps none.")
          .asSecret();

  static final ConfigKey<String> REDIS_USERNAME =
      ConfigKey.withoutDefault(
          "kronosq.redis.username",
          ValueType.text("the name of a Redis user"),
          "the user of the address",
          "The Redis user. Needs a password, here or in the address.");

  static final ConfigKey<String> REDIS_PASSWORD =
      ConfigKey.withoutDefault(
              "kronosq.redis.password",
              ValueType.text("a password"),
              "the password of the address",
              "The password, so that it can come from another source than the address.")
          .asSecret();

  static final ConfigKey<String> REDIS_SENTINEL_USERNAME =
      ConfigKey.withoutDefault(
          "kronosq.redis.sentinel.username",
          ValueType.text("the name of a user of the sentinels"),
          "the sentinels' default user",
          "The sentinels' own user. Needs a password.");

  static final ConfigKey<String> REDIS_SENTINEL_PASSWORD =
      ConfigKey.withoutDefault(
              "kronosq.redis.sentinel.password",
              ValueType.text("a password"),
              "none",
              "The sentinels' own password.")
          .asSecret();

  static final ConfigKey<Boolean> REDIS_SENTINEL_TLS =
      ConfigKey.withoutDefault(
          "kronosq.redis.sentinel.tls",
          ValueType.bool(),
          "`true` where the address starts with `rediss`",
          "Whether connections to the sentinels are encrypted.");

  static final ConfigKey<Path> REDIS_TRUSTED_CERTIFICATES =
      ConfigKey.withoutDefault(
          "kronosq.redis.trusted-certificates",
          ValueType.readableFile(),
          "what the Java platform trusts",
          "PEM file of the certificates to trust, where Redis is reached with `rediss…://`.");

  static final ConfigKey<String> REDIS_PREFIX =
      ConfigKey.of(
          "kronosq.redis.prefix",
          ValueType.keyPrefix(),
          "kronosq",
          "Starts every key in Redis, so that several applications share one Redis without sharing"
              + " queues.");

  static final ConfigKey<Duration> REDIS_COMMAND_TIMEOUT =
      ConfigKey.of(
          "kronosq.redis.command-timeout",
          ValueType.duration(MILLISECOND),
          "5s",
          "How long a Redis command may take.");

  static final ConfigKey<Map<String, Integer>> QUEUES =
      ConfigKey.withoutDefault(
          "kronosq.queues",
          ValueType.queues(),
          "`default` and every queue that a handler names, each with weight 1",
          "The queues that this application's workers serve, with their weights.");

  static final ConfigKey<Boolean> QUEUES_STRICT =
      ConfigKey.of(
          "kronosq.queues.strict",
          ValueType.bool(),
          "false",
          "`true` serves a queue only while all queues of greater weight are empty; `false` gives"
              + " each queue its share.");

  static final ConfigKey<Map<String, Integer>> PARTITIONS =
      ConfigKey.withoutDefault(
          "kronosq.partitions",
          ValueType.partitions(),
          "each queue has the partitions that it has; 1 at first",
          "How many partitions queues have at least, so that they spread over the masters of a"
              + " cluster. It adds partitions when the application starts, and never takes any away.");

  static final ConfigKey<Integer> CONCURRENCY =
      ConfigKey.withoutDefault(
          "kronosq.concurrency",
          ValueType.number(1, MAX_CONCURRENCY),
          "the sum of the weights, at least " + MIN_DEFAULT_CONCURRENCY,
          "How many handlers run at a time in this application.");

  static final ConfigKey<Integer> AUTOSCALE_MAX =
      ConfigKey.withoutDefault(
          "kronosq.autoscale.max",
          ValueType.number(1, MAX_CONCURRENCY),
          "the concurrency is fixed",
          "How many handlers run at a time at most, where that is adapted to the load. Instead of"
              + " `kronosq.concurrency`.");

  static final ConfigKey<Integer> AUTOSCALE_MIN =
      ConfigKey.withoutDefault(
          "kronosq.autoscale.min",
          ValueType.number(1, MAX_CONCURRENCY),
          "`" + AutoScale.DEFAULT_MIN + "`",
          "How many handlers may run at a time at least, where that is adapted to the load.");

  static final ConfigKey<Double> AUTOSCALE_SCALE_UP_THRESHOLD =
      ConfigKey.of(
          "kronosq.autoscale.scale-up-threshold",
          ValueType.positive(),
          Double.toString(AutoScale.DEFAULT_SCALE_UP_THRESHOLD),
          "Waiting tasks for each handler that may run, beyond which there are to be more.");

  static final ConfigKey<Duration> AUTOSCALE_IDLE_TIMEOUT =
      ConfigKey.of(
          "kronosq.autoscale.idle-timeout",
          ValueType.duration(MILLISECOND),
          "30s",
          "How long more handlers could have run than did, before fewer may.");

  static final ConfigKey<Duration> AUTOSCALE_CHECK_INTERVAL =
      ConfigKey.of(
          "kronosq.autoscale.check-interval",
          ValueType.duration(Duration.ofMillis(10)),
          "5s",
          "How often the load is looked at where nothing else tells it.");

  static final ConfigKey<Duration> LEASE =
      ConfigKey.of(
          "kronosq.lease",
          ValueType.duration(Duration.ofSeconds(1)),
          "15s",
          "How long a silent server is taken for alive. After that, others take over its tasks.");

  static final ConfigKey<Duration> GRACE_PERIOD =
      ConfigKey.of(
          "kronosq.grace-period",
          ValueType.duration(Duration.ZERO),
          "10s",
          "How long running handlers may go on when the application stops. What is not done then"
              + " goes back to its queue without spending a retry.");

  static final ConfigKey<Duration> SHUTDOWN_DELAY =
      ConfigKey.of(
          "kronosq.shutdown-delay",
          ValueType.duration(Duration.ZERO),
          "0s",
          "How long the application still takes tasks after its readiness has turned red, so that"
              + " load balancers notice first; see [monitoring.md](monitoring.md#draining).");

  static final ConfigKey<Duration> STUCK_AFTER =
      ConfigKey.of(
          "kronosq.stuck-after",
          ValueType.duration(Duration.ZERO),
          "10s",
          "How long a cancelled handler may go on before its slot is given to others.");

  static final ConfigKey<Integer> MAX_CRASHES =
      ConfigKey.of(
          "kronosq.max-crashes",
          ValueType.number(1, 1_000),
          "3",
          "A task whose server died this often is archived.");

  static final ConfigKey<Duration> UNKNOWN_TYPE_DELAY =
      ConfigKey.of(
          "kronosq.unknown-type-delay",
          ValueType.duration(MILLISECOND),
          "2s",
          "How long a task of a type that no handler of this application knows stays out of its"
              + " way, for other applications to take.");

  static final ConfigKey<Integer> HISTORY_LIMIT =
      ConfigKey.of(
          "kronosq.history.limit",
          ValueType.number(1, 1_000),
          "10",
          "Failed attempts that a task's history keeps.");

  static final ConfigKey<Integer> ARCHIVE_MAX_COUNT =
      ConfigKey.of(
          "kronosq.archive.max-count",
          ValueType.number(1, 100_000_000),
          "10000",
          "Tasks that the archive of a queue keeps; the oldest go first.");

  static final ConfigKey<Duration> ARCHIVE_MAX_AGE =
      ConfigKey.of(
          "kronosq.archive.max-age",
          ValueType.duration(MILLISECOND),
          "90d",
          "How long an archive keeps a task.");

  static final ConfigKey<Integer> EVENTS_BUFFER =
      ConfigKey.of(
          "kronosq.events.buffer",
          ValueType.number(1, 10_000_000),
          "10000",
          "Task events that wait for observers; more are dropped and counted.");

  static final ConfigKey<Duration> ENQUEUE_TIMEOUT =
      ConfigKey.of(
          "kronosq.enqueue.timeout",
          ValueType.duration(MILLISECOND),
          "5s",
          "How long an enqueue may take before it fails.");

  static final ConfigKey<Boolean> PROPAGATE_IDENTITY =
      ConfigKey.of(
          "kronosq.propagate-identity",
          ValueType.bool(),
          "false",
          "Whether the name of the caller who is logged in goes with what is enqueued, for"
              + " `TaskCaller`. It is information, not authentication.");

  static final ConfigKey<Durability> ENQUEUE_DURABILITY =
      ConfigKey.of(
          "kronosq.enqueue.durability",
          ValueType.durability(),
          "fast",
          "What an enqueue waits for: `fast` for Redis' answer, `replicated(1)` for that many"
              + " replicas, `fsync` for the disk (Redis 7.2 or newer), `fsync+replicated(1)` for"
              + " disks of replicas too; see [redis.md](redis.md).");

  static final ConfigKey<Duration> ENQUEUE_CONFIRMED_WITHIN =
      ConfigKey.of(
          "kronosq.enqueue.confirmed-within",
          ValueType.duration(MILLISECOND),
          "1s",
          "How long an enqueue waits for replicas and disks before it fails, and says that the task"
              + " is written but not confirmed.");

  static final ConfigKey<Boolean> ENQUEUE_TRANSACTIONAL =
      ConfigKey.of(
          "kronosq.enqueue.transactional",
          ValueType.bool(),
          "true",
          "Whether what is enqueued in a JTA transaction is stored after its commit, and not at all"
              + " after a rollback; see [transactions.md](transactions.md). `false` stores it at"
              + " once.");

  static final ConfigKey<String> OUTBOX =
      ConfigKey.withoutDefault(
          "kronosq.outbox",
          ValueType.text("the JNDI name of a data source"),
          "none; tasks of a transaction are kept in memory until its commit",
          "JNDI name of the data source with a table for the tasks of transactions, so that no crash"
              + " between commit and enqueue loses them; see [transactions.md](transactions.md).");

  static final ConfigKey<String> OUTBOX_TABLE =
      ConfigKey.of(
          "kronosq.outbox.table",
          ValueType.tableName(),
          "kronosq_outbox",
          "The outbox's table; a second one has this name and `_relay`.");

  static final ConfigKey<Boolean> OUTBOX_CREATE_TABLE =
      ConfigKey.of(
          "kronosq.outbox.create-table",
          ValueType.bool(),
          "false",
          "`true` creates the outbox's tables when they are missing.");

  static final ConfigKey<Duration> OUTBOX_INTERVAL =
      ConfigKey.of(
          "kronosq.outbox.interval",
          ValueType.duration(Duration.ofMillis(10)),
          "5s",
          "How often the outbox is looked at for what other servers left in it. What this server"
              + " commits is sent at once.");

  static final ConfigKey<Integer> OUTBOX_BATCH_SIZE =
      ConfigKey.of(
          "kronosq.outbox.batch-size",
          ValueType.number(1, Outbox.MAX_BATCH),
          "500",
          "How many tasks of the outbox are sent together at most.");

  static final ConfigKey<Integer> PAYLOAD_MAX_BYTES =
      ConfigKey.of(
          "kronosq.payload.max-bytes",
          ValueType.number(1, 512 * 1024 * 1024),
          "8388608",
          "Largest payload that an enqueue accepts, in bytes.");

  static final ConfigKey<Boolean> PAYLOAD_COMPRESSION =
      ConfigKey.of(
          "kronosq.payload.compression",
          ValueType.bool(),
          "false",
          "`true` stores payloads, results and checkpoints compressed where that makes them"
              + " smaller. Compressed ones are read in both cases.");

  static final ConfigKey<Integer> PAYLOAD_COMPRESSION_THRESHOLD =
      ConfigKey.of(
          "kronosq.payload.compression.threshold",
          ValueType.number(1, 512 * 1024 * 1024),
          "1024",
          "Bytes from which on compression is tried.");

  static final ConfigKey<String> PAYLOAD_ENCRYPTION_KEY =
      ConfigKey.withoutDefault(
          "kronosq.payload.encryption.key",
          ValueType.text("the id of one of the keys"),
          "no encryption",
          "Id of the key with which payloads, results and checkpoints are encrypted.");

  static final ConfigKey<Boolean> PAYLOAD_ENCRYPTION_REQUIRED =
      ConfigKey.of(
          "kronosq.payload.encryption.required",
          ValueType.bool(),
          "false",
          "`true` refuses what is not encrypted.");

  static final ConfigKey<String> EXECUTOR =
      ConfigKey.withoutDefault(
          "kronosq.executor",
          ValueType.text("the JNDI name of a managed executor"),
          "a pool of the library's own, of threads that the server makes",
          "JNDI name of the managed executor that runs handlers and observers. It must be able to"
              + " run `kronosq.concurrency` tasks at a time, and a few more.");

  static final ConfigKey<ThreadKind> THREADS =
      ConfigKey.of(
          "kronosq.threads",
          ValueType.oneOf(ThreadKind.class),
          "auto",
          "`virtual` runs handlers on virtual threads where the server makes such (Jakarta EE 11 on"
              + " Java 21 or newer), `platform` never does, `auto` does so from Java 24 on, where"
              + " `synchronized` does not pin them. Not for a `kronosq.executor`.");

  static final ConfigKey<Boolean> TRACES_ENABLED =
      ConfigKey.of(
          "kronosq.traces.enabled",
          ValueType.bool(),
          "true",
          "`false` records no spans, though the server has OpenTelemetry; the trace context is"
              + " passed on all the same. See [tracing.md](tracing.md).");

  static final ConfigKey<Boolean> TRACES_LINKED =
      ConfigKey.of(
          "kronosq.traces.linked",
          ValueType.bool(),
          "false",
          "`true` begins a trace for each attempt, with a link to the enqueue; `false` makes it a"
              + " span within the trace of the enqueue.");

  static final ConfigKey<Boolean> METRICS_ENABLED =
      ConfigKey.of(
          "kronosq.metrics.enabled",
          ValueType.bool(),
          "true",
          "`false` measures nothing, whatever registry the server has; see [metrics.md](metrics.md).");

  static final ConfigKey<Duration> METRICS_INTERVAL =
      ConfigKey.of(
          "kronosq.metrics.interval",
          ValueType.duration(Duration.ofSeconds(1)),
          "15s",
          "How often the depth and latency of all queues is read for the metrics.");

  static final ConfigKey<Integer> METRICS_MAX_NAMES =
      ConfigKey.of(
          "kronosq.metrics.max-names",
          ValueType.number(1, 10_000),
          "100",
          "Task types, and queues, that metrics tell apart; all further ones count as `other`.");

  static final ConfigKey<String> NAME =
      ConfigKey.withoutDefault(
          "kronosq.name",
          ValueType.text("any text"),
          "none",
          "What this application's server is called among the servers that an `Inspector` tells.");

  private static final List<ConfigKey<?>> ALL =
      List.of(
          ENABLED,
          REDIS_URI,
          REDIS_USERNAME,
          REDIS_PASSWORD,
          REDIS_SENTINEL_USERNAME,
          REDIS_SENTINEL_PASSWORD,
          REDIS_SENTINEL_TLS,
          REDIS_TRUSTED_CERTIFICATES,
          REDIS_PREFIX,
          REDIS_COMMAND_TIMEOUT,
          QUEUES,
          QUEUES_STRICT,
          PARTITIONS,
          CONCURRENCY,
          AUTOSCALE_MAX,
          AUTOSCALE_MIN,
          AUTOSCALE_SCALE_UP_THRESHOLD,
          AUTOSCALE_IDLE_TIMEOUT,
          AUTOSCALE_CHECK_INTERVAL,
          LEASE,
          GRACE_PERIOD,
          SHUTDOWN_DELAY,
          STUCK_AFTER,
          MAX_CRASHES,
          UNKNOWN_TYPE_DELAY,
          HISTORY_LIMIT,
          ARCHIVE_MAX_COUNT,
          ARCHIVE_MAX_AGE,
          EVENTS_BUFFER,
          ENQUEUE_TIMEOUT,
          PROPAGATE_IDENTITY,
          ENQUEUE_DURABILITY,
          ENQUEUE_CONFIRMED_WITHIN,
          ENQUEUE_TRANSACTIONAL,
          OUTBOX,
          OUTBOX_TABLE,
          OUTBOX_CREATE_TABLE,
          OUTBOX_INTERVAL,
          OUTBOX_BATCH_SIZE,
          PAYLOAD_MAX_BYTES,
          PAYLOAD_COMPRESSION,
          PAYLOAD_COMPRESSION_THRESHOLD,
          PAYLOAD_ENCRYPTION_KEY,
          PAYLOAD_ENCRYPTION_REQUIRED,
          EXECUTOR,
          THREADS,
          TRACES_ENABLED,
          TRACES_LINKED,
          METRICS_ENABLED,
          METRICS_INTERVAL,
          METRICS_MAX_NAMES,
          NAME);

  private ConfigKeys() {}

  /** All keys, in the order in which they are documented. */
  public static List<ConfigKey<?>> all() {
    return Stream.of(ALL.stream(), HealthKeys.all(), AdminKeys.all(), NotifyKeys.all())
        .<ConfigKey<?>>flatMap(keys -> keys)
        .toList();
  }
}
