package io.kronosq.microprofile.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.microprofile.metrics.otel.OtelRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtelTest {
  private static final Map<String, String> LABELS = Map.of("app", "shop");
  private static final Attributes ATTRIBUTES = Attributes.of(AttributeKey.stringKey("app"), "shop");

  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Registry registry =
      new OtelRegistry(
          SdkMeterProvider.builder().registerMetricReader(reader).build().get("kronosq"));

  private MetricData metric(EngineMetric metric) {
    return reader.collectAllMetrics().stream()
        .filter(data -> data.getName().equals(metric.metricName()))
        .findFirst()
        .orElse(null);
  }

  @Test
  void countersCount() {
    Runnable counter = registry.counter(EngineMetric.EVENTS_DROPPED, LABELS);
    counter.run();
    counter.run();
    assertThat(metric(EngineMetric.EVENTS_DROPPED).getLongSumData().getPoints())
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.getValue()).isEqualTo(2);
              assertThat(point.getAttributes()).isEqualTo(ATTRIBUTES);
            });
  }

  @Test
  void timesAreSecondsInTheBucketsOfTheirMetric() {
    registry.timer(EngineMetric.REDIS_ROUNDTRIP, LABELS).add(1_500_000);
    MetricData data = metric(EngineMetric.REDIS_ROUNDTRIP);
    assertThat(data.getUnit()).isEqualTo("s");
    assertThat(data.getHistogramData().getPoints())
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.getSum()).isEqualTo(0.0015);
              assertThat(point.getBoundaries()).startsWith(0.001, 0.002).endsWith(5.0);
              assertThat(point.getCounts()).startsWith(0L, 1L, 0L);
            });
  }

  @Test
  void gaugesAreAskedUntilTheyAreRemoved() {
    Runnable removal = registry.gauge(EngineMetric.QUEUE_LATENCY, LABELS, () -> 1.25);
    assertThat(metric(EngineMetric.QUEUE_LATENCY).getDoubleGaugeData().getPoints())
        .singleElement()
        .satisfies(point -> assertThat(point.getValue()).isEqualTo(1.25));
    removal.run();
    assertThat(metric(EngineMetric.QUEUE_LATENCY)).isNull();
    registry.gauge(EngineMetric.QUEUE_LATENCY, LABELS, () -> 2);
    registry.removeAll();
    assertThat(metric(EngineMetric.QUEUE_LATENCY)).isNull();
  }
}
