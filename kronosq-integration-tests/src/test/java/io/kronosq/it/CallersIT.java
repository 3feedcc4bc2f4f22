package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.it.callers.OrderServlet;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Who had a task done, and in which trace, is known where it is done. */
@ArquillianTest
class CallersIT {
  private static final TraceCollector collector = TraceCollector.start();

  @Deployment(testable = false)
  static WebArchive application() {
    return Wars.withMonitoring(
            "callers",
            Map.of(
                "kronosq.propagate-identity", "true",
                "otel.sdk.disabled", "false",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none",
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.exporter.otlp.endpoint", collector.endpoint(),
                "otel.bsp.schedule.delay", "100"))
        .addPackage(OrderServlet.class.getPackage())
        .setWebXML(
            new StringAsset(
                """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <login-config><auth-method>BASIC</auth-method></login-config>
                </web-app>
                """));
  }

  @Test
  void theHandlerKnowsTheCallerAndItsSpanFollowsThatOfTheEnqueue() throws Exception {
    try (AppServer server = AppServer.connect();
        Inspector inspector = Inspector.open(SharedRedis.config("callers"))) {
      assertThat(server.get("/callers/orders").statusCode()).isEqualTo(401);

      String id = server.get("/callers/orders", "alice", "test-only").body();
      Await.until(
          "the order is done",
          () -> inspector.task(id).orElseThrow().state() == TaskState.COMPLETED);
      TaskInfo task = inspector.task(id).orElseThrow();
      assertThat(new String(task.result(), StandardCharsets.UTF_8)).contains("alice");

      TraceContext enqueued =
          TraceContext.parse(task.headers().get("traceparent"), null).orElseThrow();
      Await.until(
          "the enqueue's span has arrived",
          () -> collector.has(enqueued.traceId(), enqueued.spanId()));
      Await.until("the attempt's span below it", () -> collector.hasChildOf(enqueued.spanId()));
    }
  }
}
