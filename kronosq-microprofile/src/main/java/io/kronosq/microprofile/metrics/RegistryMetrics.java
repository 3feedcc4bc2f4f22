package io.kronosq.microprofile.metrics;

import io.kronosq.metric.AttemptResult;
import io.kronosq.metric.EnqueueResult;
import io.kronosq.metric.MetricsListener;
import io.kronosq.task.QueueInfo;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Counts and measures what the engine tells, in a registry. Counters that alerts watch are there
 * before they count, since Prometheus sees no step in a series that begins with it.
 */
final class RegistryMetrics implements MetricsListener {
  private static final Map<EnqueueResult, String> RESULTS = texts(EnqueueResult.class);
  private static final Map<AttemptResult, String> OUTCOMES = texts(AttemptResult.class);

  private static final Set<EnqueueResult> WATCHED_RESULTS =
      EnumSet.of(EnqueueResult.FAILED, EnqueueResult.UNKNOWN, EnqueueResult.UNCONFIRMED);
  private static final Set<AttemptResult> WATCHED_OUTCOMES =
      EnumSet.of(AttemptResult.SUCCEEDED, AttemptResult.RETRIED, AttemptResult.ARCHIVED);

  private final Series series;
  private final QueueGauges queues;
  private final Names types;
  private final Names queueNames;

  /**
   * @param series where it is counted
   * @param maxNames names of types, and of queues, that are told apart
   */
  RegistryMetrics(Series series, int maxNames) {
    this.series = series;
    queues = new QueueGauges(series);
    types = new Names(maxNames);
    queueNames = new Names(maxNames);
    for (EngineMetric metric : EngineMetric.values()) {
      if (metric.kind() == EngineMetric.Kind.COUNTER && metric.labels().isEmpty()) {
        series.counter(metric);
      }
    }
  }

  private static <E extends Enum<E>> Map<E, String> texts(Class<E> type) {
    Map<E, String> texts = new EnumMap<>(type);
    for (E value : type.getEnumConstants()) {
      texts.put(value, value.name().toLowerCase(Locale.ROOT));
    }
    return texts;
  }

  private static <E extends Enum<E>> String text(Map<E, String> texts, E value) {
    return texts.getOrDefault(value, "");
  }

  @Override
  public void enqueued(String type, String queue, EnqueueResult result) {
    String ofType = types.of(type);
    String ofQueue = queueNames.of(queue);
    if (series.count(EngineMetric.TASKS_ENQUEUED, ofType, ofQueue, text(RESULTS, result))) {
      WATCHED_RESULTS.forEach(
          watched ->
              series.counter(EngineMetric.TASKS_ENQUEUED, ofType, ofQueue, text(RESULTS, watched)));
    }
  }

  @Override
  public void waited(String type, String queue, long nanos) {
    String ofType = types.of(type);
    String ofQueue = queueNames.of(queue);
    if (series.time(EngineMetric.WAIT_DURATION, nanos, ofType, ofQueue)) {
      WATCHED_OUTCOMES.forEach(
          watched ->
              series.counter(
                  EngineMetric.TASKS_PROCESSED, ofType, ofQueue, text(OUTCOMES, watched)));
    }
  }

  @Override
  public void ran(String type, String queue, long nanos) {
    series.time(EngineMetric.HANDLER_DURATION, nanos, types.of(type), queueNames.of(queue));
  }

  @Override
  public void settled(String type, String queue, AttemptResult result) {
    series.count(
        EngineMetric.TASKS_PROCESSED, types.of(type), queueNames.of(queue), text(OUTCOMES, result));
  }

  @Override
  public void recovered(String queue) {
    series.count(EngineMetric.TASKS_RECOVERED, queueNames.of(queue));
  }

  @Override
  public void leaseLost(String queue) {
    series.count(EngineMetric.LEASES_LOST, queueNames.of(queue));
  }

  @Override
  public void eventDropped() {
    series.count(EngineMetric.EVENTS_DROPPED);
  }

  @Override
  public void redisAnswered(long nanos) {
    series.time(EngineMetric.REDIS_ROUNDTRIP, nanos);
  }

  @Override
  public void redisFailed() {
    series.count(EngineMetric.REDIS_FAILURES);
  }

  @Override
  public void connectionLost() {
    series.count(EngineMetric.REDIS_DISCONNECTS);
  }

  @Override
  public void observed(List<QueueInfo> infos) {
    queues.observed(
        infos.stream().filter(queue -> !queueNames.of(queue.name()).equals(Names.OTHER)).toList());
  }
}
