package io.kronosq.microprofile.metrics.mp;

import io.kronosq.microprofile.metrics.EngineMetric;
import io.kronosq.microprofile.metrics.Registry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** The application's registry of MicroProfile Metrics. */
public final class MpRegistry implements Registry {
  private final MetricRegistry registry;
  private final Set<MetricID> registered = ConcurrentHashMap.newKeySet();

  /**
   * @param registry of the application's scope
   */
  public MpRegistry(MetricRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Runnable counter(EngineMetric metric, Map<String, String> labels) {
    Tag[] tags = tags(labels);
    Counter counter = registry.counter(metadata(metric), tags);
    registered.add(new MetricID(metric.metricName(), tags));
    return counter::inc;
  }

  @Override
  public Times timer(EngineMetric metric, Map<String, String> labels) {
    Tag[] tags = tags(labels);
    Timer timer = registry.timer(metadata(metric), tags);
    registered.add(new MetricID(metric.metricName(), tags));
    return nanos -> timer.update(Duration.ofNanos(nanos));
  }

  @Override
  public Runnable gauge(EngineMetric metric, Map<String, String> labels, DoubleSupplier value) {
    Tag[] tags = tags(labels);
    MetricID id = new MetricID(metric.metricName(), tags);
    registry.gauge(metadata(metric), value::getAsDouble, tags);
    registered.add(id);
    return () -> remove(id);
  }

  private void remove(MetricID id) {
    registry.remove(id);
    registered.remove(id);
  }

  @Override
  public void removeAll() {
    registered.forEach(this::remove);
  }

  @Override
  public String description() {
    return "MicroProfile Metrics";
  }

  private static Metadata metadata(EngineMetric metric) {
    return Metadata.builder()
        .withName(metric.metricName())
        .withDescription(metric.description())
        .withUnit(unit(metric))
        .build();
  }

  /** A timer is told as seconds, but kept in ns; where it says otherwise, Payara tells ns. */
  private static String unit(EngineMetric metric) {
    return switch (metric.kind()) {
      case TIMER -> MetricUnits.NANOSECONDS;
      case SECONDS_GAUGE -> MetricUnits.SECONDS;
      case COUNTER, GAUGE -> MetricUnits.NONE;
    };
  }

  private static Tag[] tags(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> new Tag(label.getKey(), label.getValue()))
        .toArray(Tag[]::new);
  }
}
