package io.kronosq.microprofile.metrics;

import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The gauges of queues: there while the last look knew of the queue. On the loop only. */
final class QueueGauges {
  /** What is read of each state. */
  private static final Map<TaskState, ToDoubleFunction<QueueInfo>> STATES =
      Map.of(
          TaskState.PENDING, QueueInfo::pending,
          TaskState.ACTIVE, QueueInfo::active,
          TaskState.SCHEDULED, QueueInfo::scheduled,
          TaskState.RETRY, QueueInfo::retry,
          TaskState.ARCHIVED, QueueInfo::archived,
          TaskState.COMPLETED, QueueInfo::completed,
          TaskState.AGGREGATING, QueueInfo::aggregating);

  private final Series series;
  private final Map<String, Watched> watched = new HashMap<>();

  QueueGauges(Series series) {
    this.series = series;
  }

  private static final class Watched {
    private final List<Runnable> gauges = new ArrayList<>();
    private volatile QueueInfo latest;

    Watched(QueueInfo first) {
      latest = first;
    }
  }

  void observed(List<QueueInfo> queues) {
    Set<String> gone = new HashSet<>(watched.keySet());
    for (QueueInfo queue : queues) {
      gone.remove(queue.name());
      Watched known = watched.get(queue.name());
      if (known == null) {
        watched.put(queue.name(), register(queue));
      } else {
        known.latest = queue;
      }
    }
    for (String name : gone) {
      Watched former = watched.remove(name);
      if (former != null) {
        former.gauges.forEach(Runnable::run);
      }
    }
  }

  private Watched register(QueueInfo queue) {
    Watched fresh = new Watched(queue);
    series.counter(EngineMetric.TASKS_RECOVERED, queue.name());
    series.counter(EngineMetric.LEASES_LOST, queue.name());
    STATES.forEach(
        (state, count) ->
            fresh.gauges.add(
                series.gauge(
                    EngineMetric.QUEUE_TASKS,
                    () -> count.applyAsDouble(fresh.latest),
                    queue.name(),
                    state.name().toLowerCase(Locale.ROOT))));
    fresh.gauges.add(
        series.gauge(
            EngineMetric.QUEUE_LATENCY,
            () -> fresh.latest.latency().toMillis() / 1000.0,
            queue.name()));
    fresh.gauges.add(
        series.gauge(EngineMetric.QUEUE_PAUSED, () -> fresh.latest.paused() ? 1 : 0, queue.name()));
    return fresh;
  }
}
