package io.kronosq.microprofile.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicrometerTest {
  private static MeterRegistry server;

  /** As a server's own, it outlives applications. */
  @ApplicationScoped
  static class ServerRegistry {
    @Produces
    MeterRegistry registry() {
      return server;
    }
  }

  @BeforeEach
  void startServer() {
    server = new SimpleMeterRegistry();
  }

  private static MeasuredApplication start(Map<String, String> config) {
    return MeasuredApplication.start(config, ServerRegistry.class, Workload.class);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("Not within 20 s; there is %s", server.getMeters());
      }
      Thread.onSpinWait();
    }
  }

  private static double counter(EngineMetric metric, String... labels) {
    Counter counter = server.find(metric.metricName()).tag("app", "shop").tags(labels).counter();
    return counter == null ? 0 : counter.count();
  }

  private static double gauge(EngineMetric metric, String... labels) {
    Gauge gauge = server.find(metric.metricName()).tag("app", "shop").tags(labels).gauge();
    return gauge == null ? Double.NaN : gauge.value();
  }

  @Test
  void whatTheEngineDoesIsInTheServersRegistry() {
    try (MeasuredApplication app = start(Map.of("kronosq.metrics.interval", "1s"))) {
      app.get(Workload.class).run();
      await(
          () -> counter(EngineMetric.TASKS_PROCESSED, "type", "good", "outcome", "succeeded") == 7);
      await(() -> counter(EngineMetric.TASKS_PROCESSED, "type", "bad", "outcome", "archived") == 2);
      assertThat(counter(EngineMetric.TASKS_ENQUEUED, "type", "good", "result", "stored"))
          .isEqualTo(8);
      assertThat(counter(EngineMetric.TASKS_ENQUEUED, "type", "good", "result", "duplicate"))
          .isEqualTo(1);
      Timer ran = server.get("kronosq.handler.duration").tag("type", "good").timer();
      assertThat(ran.count()).isEqualTo(7);
      assertThat(server.get("kronosq.redis.roundtrip").timer().count()).isPositive();
      assertThat(gauge(EngineMetric.WORKERS_TARGET)).isEqualTo(10);
      assertThat(gauge(EngineMetric.WORKERS_BUSY)).isZero();
      await(() -> gauge(EngineMetric.QUEUE_TASKS, "state", "archived") == 2);
      // Each gauge of a queue enters the registry by itself.
      await(() -> gauge(EngineMetric.QUEUE_TASKS, "state", "scheduled") == 1);
      await(() -> gauge(EngineMetric.QUEUE_LATENCY, "queue", "default") == 0);
      assertThat(counter(EngineMetric.EVENTS_DROPPED)).isZero();
      assertThat(server.find("kronosq.events.dropped").counter()).isNotNull();
    }
  }

  @Test
  void whatAlertsWatchIsThereBeforeItHappens() {
    try (MeasuredApplication app = start(Map.of())) {
      app.get(Workload.class).run();
      await(
          () -> counter(EngineMetric.TASKS_PROCESSED, "type", "good", "outcome", "succeeded") > 0);
      assertThat(processed("good", "archived")).isNotNull();
      assertThat(processed("good", "retried")).isNotNull();
      assertThat(enqueued("bad", "failed")).isNotNull();
      assertThat(enqueued("bad", "unknown")).isNotNull();
    }
  }

  private static Counter processed(String type, String outcome) {
    return server.find("kronosq.tasks.processed").tags("type", type, "outcome", outcome).counter();
  }

  private static Counter enqueued(String type, String result) {
    return server.find("kronosq.tasks.enqueued").tags("type", type, "result", result).counter();
  }

  @Test
  void nothingIsLeftWhenTheApplicationIsGone() {
    try (MeasuredApplication app = start(Map.of())) {
      app.get(Workload.class).run();
      assertThat(server.getMeters()).isNotEmpty();
    }
    assertThat(server.getMeters()).isEmpty();
  }

  @Test
  void typesBeyondTheLimitAreOne() {
    try (MeasuredApplication app = start(Map.of("kronosq.metrics.max-names", "1"))) {
      app.get(Workload.class).run();
      await(
          () -> counter(EngineMetric.TASKS_PROCESSED, "type", "other", "outcome", "archived") == 2);
      assertThat(server.find("kronosq.tasks.processed").tag("type", "bad").counters()).isEmpty();
    }
  }

  @Test
  void nothingIsMeasuredWhereThatIsSwitchedOff() {
    try (MeasuredApplication app = start(Map.of("kronosq.metrics.enabled", "false"))) {
      app.get(Workload.class).run();
      assertThat(server.getMeters()).isEmpty();
    }
  }

  @Test
  void anApplicationWithoutARegistryWorks() {
    try (MeasuredApplication app = MeasuredApplication.start(Map.of(), Workload.class)) {
      app.get(Workload.class).run();
      assertThat(server.getMeters()).isEmpty();
    }
  }
}
