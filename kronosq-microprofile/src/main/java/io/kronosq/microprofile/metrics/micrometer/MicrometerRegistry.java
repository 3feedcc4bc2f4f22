package io.kronosq.microprofile.metrics.micrometer;

import io.kronosq.microprofile.metrics.EngineMetric;
import io.kronosq.microprofile.metrics.Registry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** The server's Micrometer. */
public final class MicrometerRegistry implements Registry {
  private final MeterRegistry registry;
  private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

  /**
   * @param registry as the server injects it
   */
  public MicrometerRegistry(MeterRegistry registry) {
    this.registry = ServerRegistry.behind(registry);
  }

  @Override
  public Runnable counter(EngineMetric metric, Map<String, String> labels) {
    Counter counter =
        Counter.builder(metric.metricName())
            .description(metric.description())
            .tags(tags(labels))
            .register(registry);
    registered.add(counter);
    return counter::increment;
  }

  @Override
  public Times timer(EngineMetric metric, Map<String, String> labels) {
    Timer timer =
        Timer.builder(metric.metricName())
            .description(metric.description())
            .serviceLevelObjectives(metric.buckets().toArray(Duration[]::new))
            .tags(tags(labels))
            .register(registry);
    registered.add(timer);
    return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public Runnable gauge(EngineMetric metric, Map<String, String> labels, DoubleSupplier value) {
    Gauge.Builder<?> builder =
        Gauge.builder(metric.metricName(), value::getAsDouble)
            .description(metric.description())
            .tags(tags(labels));
    if (!metric.kind().unit().isEmpty()) {
      builder.baseUnit(metric.kind().unit());
    }
    Gauge gauge = builder.register(registry);
    registered.add(gauge);
    return () -> remove(gauge);
  }

  private void remove(Meter meter) {
    registry.remove(meter);
    registered.remove(meter);
  }

  @Override
  public void removeAll() {
    registered.forEach(this::remove);
  }

  @Override
  public String description() {
    return "the server's Micrometer";
  }

  private static List<Tag> tags(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> Tag.of(label.getKey(), label.getValue()))
        .toList();
  }
}
