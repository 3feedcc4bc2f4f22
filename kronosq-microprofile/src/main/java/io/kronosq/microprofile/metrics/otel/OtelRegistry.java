package io.kronosq.microprofile.metrics.otel;

import io.kronosq.microprofile.metrics.EngineMetric;
import io.kronosq.microprofile.metrics.Registry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** A meter of OpenTelemetry, which has one instrument for all series of a metric. */
public final class OtelRegistry implements Registry {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final Meter meter;
  private final Map<EngineMetric, LongCounter> counters = new ConcurrentHashMap<>();
  private final Map<EngineMetric, DoubleHistogram> histograms = new ConcurrentHashMap<>();

  // Guarded by itself.
  private final Map<EngineMetric, ObservableDoubleGauge> gauges = new EnumMap<>(EngineMetric.class);
  private final Map<EngineMetric, Map<Attributes, DoubleSupplier>> observed =
      new ConcurrentHashMap<>();

  /**
   * @param meter of the server
   */
  public OtelRegistry(Meter meter) {
    this.meter = meter;
  }

  @Override
  public Runnable counter(EngineMetric metric, Map<String, String> labels) {
    LongCounter counter =
        counters.computeIfAbsent(
            metric,
            m -> meter.counterBuilder(m.metricName()).setDescription(m.description()).build());
    Attributes attributes = attributes(labels);
    return () -> counter.add(1, attributes);
  }

  @Override
  public Times timer(EngineMetric metric, Map<String, String> labels) {
    DoubleHistogram histogram =
        histograms.computeIfAbsent(
            metric,
            m ->
                meter
                    .histogramBuilder(m.metricName())
                    .setDescription(m.description())
                    .setUnit("s")
                    .setExplicitBucketBoundariesAdvice(
                        m.buckets().stream().map(bound -> bound.toNanos() / NANOS).toList())
                    .build());
    Attributes attributes = attributes(labels);
    return nanos -> histogram.record(nanos / NANOS, attributes);
  }

  @Override
  public Runnable gauge(EngineMetric metric, Map<String, String> labels, DoubleSupplier value) {
    Attributes attributes = attributes(labels);
    Map<Attributes, DoubleSupplier> ofMetric =
        observed.computeIfAbsent(metric, m -> new ConcurrentHashMap<>());
    ofMetric.put(attributes, value);
    synchronized (gauges) {
      gauges.computeIfAbsent(metric, m -> observe(m, ofMetric));
    }
    return () -> ofMetric.remove(attributes);
  }

  private ObservableDoubleGauge observe(
      EngineMetric metric, Map<Attributes, DoubleSupplier> values) {
    DoubleGaugeBuilder builder =
        meter.gaugeBuilder(metric.metricName()).setDescription(metric.description());
    if (!metric.kind().unit().isEmpty()) {
      builder.setUnit("s");
    }
    return builder.buildWithCallback(
        measurement ->
            values.forEach(
                (attributes, value) -> measurement.record(value.getAsDouble(), attributes)));
  }

  /**
   * Counters and histograms stay, since OpenTelemetry takes none back; they hold nothing of ours.
   */
  @Override
  public void removeAll() {
    synchronized (gauges) {
      gauges.values().forEach(ObservableDoubleGauge::close);
      gauges.clear();
    }
    observed.clear();
  }

  @Override
  public String description() {
    return "the server's OpenTelemetry";
  }

  private static Attributes attributes(Map<String, String> labels) {
    AttributesBuilder attributes = Attributes.builder();
    labels.forEach(attributes::put);
    return attributes.build();
  }
}
