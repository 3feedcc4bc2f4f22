package io.kronosq.microprofile.metrics;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * All metrics. Registration and documentation come from here. Each has the label {@value
 * #APPLICATION} besides its own.
 */
public enum EngineMetric {
  /** Enqueues. */
  TASKS_ENQUEUED(
      "kronosq.tasks.enqueued",
      Kind.COUNTER,
      List.of("type", "queue", "result"),
      "Enqueues of this application, schedules included, by what became of them: `stored`, `replaced`"
          + " (a waiting task took it over), `duplicate`, `failed`, `unknown` (no answer) or"
          + " `unconfirmed` (too few replicas or disks)."),
  /** Settled attempts. */
  TASKS_PROCESSED(
      "kronosq.tasks.processed",
      Kind.COUNTER,
      List.of("type", "queue", "outcome"),
      "Attempts of this application's workers, by what became of the task: `succeeded`, `retried`"
          + " (failed, with another attempt to come), `postponed` (no failure, but not now),"
          + " `archived` (failed for good or cancelled), `returned` (the server stopped),"
          + " `unhandled` (no handler for its type here), `refused` (settled too late; another"
          + " server has the task)."),
  /** Tasks of dead servers. */
  TASKS_RECOVERED(
      "kronosq.tasks.recovered",
      Kind.COUNTER,
      List.of("queue"),
      "Tasks that were taken back from servers that died."),
  /** How long handlers run. */
  HANDLER_DURATION(
      "kronosq.handler.duration",
      Kind.TIMER,
      List.of("type", "queue"),
      "How long handlers ran, however they ended."),
  /** How long tasks wait. */
  WAIT_DURATION(
      "kronosq.wait.duration",
      Kind.TIMER,
      List.of("type", "queue"),
      "How long tasks waited for their first start, since they were enqueued or due."),
  /** How many tasks a queue has. */
  QUEUE_TASKS(
      "kronosq.queue.tasks",
      Kind.GAUGE,
      List.of("queue", "state"),
      "Tasks of a queue, on all servers together: `pending`, `active`, `scheduled`, `retry`, `archived`,"
          + " `completed` or `aggregating`."),
  /** How old the oldest pending task of a queue is. */
  QUEUE_LATENCY(
      "kronosq.queue.latency",
      Kind.SECONDS_GAUGE,
      List.of("queue"),
      "How long the oldest pending task of a queue has waited; 0 when none is pending."),
  /** Whether a queue is paused. */
  QUEUE_PAUSED("kronosq.queue.paused", Kind.GAUGE, List.of("queue"), "1 when a queue is paused."),
  /** Tasks that the workers hold. */
  WORKERS_BUSY(
      "kronosq.workers.busy", Kind.GAUGE, List.of(), "Tasks that this application's workers hold."),
  /** Handlers that may run. */
  WORKERS_TARGET(
      "kronosq.workers.target",
      Kind.GAUGE,
      List.of(),
      "Handlers that may run at a time here, as scaled at this moment; 0 when no tasks are taken."),
  /** Handlers that ignore their cancellation. */
  WORKERS_STUCK(
      "kronosq.workers.stuck",
      Kind.GAUGE,
      List.of(),
      "Handlers that ignore their cancellation; each keeps a thread, but no slot."),
  /** Lost leases. */
  LEASES_LOST(
      "kronosq.leases.lost",
      Kind.COUNTER,
      List.of("queue"),
      "Leases that this application's workers lost, because they were frozen or without Redis for"
          + " too long; their handlers were interrupted."),
  /** Dropped events. */
  EVENTS_DROPPED(
      "kronosq.events.dropped",
      Kind.COUNTER,
      List.of(),
      "Events for which observers and notifiers were too slow."),
  /** How long Redis takes. */
  REDIS_ROUNDTRIP(
      "kronosq.redis.roundtrip",
      Kind.TIMER,
      List.of(),
      "From when a call was handed to the connection until Redis' answer arrived."),
  /** Calls that failed. */
  REDIS_FAILURES(
      "kronosq.redis.failures",
      Kind.COUNTER,
      List.of(),
      "Calls to Redis that failed, or could not be made."),
  /** Connections that broke. */
  REDIS_DISCONNECTS(
      "kronosq.redis.disconnects",
      Kind.COUNTER,
      List.of(),
      "Connections to Redis that were lost; they are opened again by themselves.");

  /** The label that names the application. */
  public static final String APPLICATION = "app";

  private static final List<Duration> LONG_BUCKETS =
      millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);
  private static final List<Duration> SHORT_BUCKETS =
      millis(1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000, 5_000);

  /** What a metric is. */
  public enum Kind {
    /** Only grows. */
    COUNTER("counter", "", "_total"),
    /** Goes up and down. */
    GAUGE("gauge", "", ""),
    /** A time that goes up and down. */
    SECONDS_GAUGE("gauge", "seconds", "_seconds"),
    /** A histogram of times. */
    TIMER("histogram", "seconds", "_seconds");

    private final String text;
    private final String unit;
    private final String suffix;

    Kind(String text, String unit, String suffix) {
      this.text = text;
      this.unit = unit;
      this.suffix = suffix;
    }

    /** How Prometheus calls it. */
    public String text() {
      return text;
    }

    /** The unit; empty for numbers of things. */
    public String unit() {
      return unit;
    }
  }

  private final String metricName;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> labels;

  private final String description;

  EngineMetric(String metricName, Kind kind, List<String> labels, String description) {
    this.metricName = metricName;
    this.kind = kind;
    this.labels = labels;
    this.description = description;
  }

  /** The name in registries. */
  public String metricName() {
    return metricName;
  }

  /**
   * The name as Prometheus scrapes it; histograms have {@code _bucket}, {@code _count} and {@code
   * _sum} of it.
   */
  public String prometheusName() {
    return metricName.replace('.', '_') + kind.suffix;
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** Its labels but {@value #APPLICATION}. */
  public List<String> labels() {
    return labels;
  }

  /** What it tells, in a sentence. */
  public String description() {
    return description;
  }

  /** The upper bounds of a histogram's buckets; empty for others. */
  public List<Duration> buckets() {
    if (kind != Kind.TIMER) {
      return List.of();
    }
    return this == REDIS_ROUNDTRIP ? SHORT_BUCKETS : LONG_BUCKETS;
  }

  private static List<Duration> millis(Integer... bounds) {
    return Stream.of(bounds).map(Duration::ofMillis).toList();
  }
}
