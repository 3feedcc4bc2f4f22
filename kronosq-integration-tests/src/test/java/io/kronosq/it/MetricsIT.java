package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kronosq.Inspector;
import io.kronosq.it.monitored.MonitoredHandlers;
import io.kronosq.microprofile.metrics.EngineMetric;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the servers expose is what the pages say, and what dashboard and alerts ask for. */
@ArquillianTest
class MetricsIT {
  private static final String APPLICATION = "measured";
  private static final Path MONITORING = Path.of("..", "monitoring");
  private static final Pattern EXPRESSION =
      Pattern.compile("(?m)^ +expr: (>-\\n(?: {10}.*\\n)+|.*)");

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @ArquillianResource private Deployer deployer;

  @Deployment(name = APPLICATION, managed = false, testable = false)
  static WebArchive application() {
    return Wars.withMonitoring(
            APPLICATION,
            Map.of(
                "kronosq.redis.uri", redis.uri(),
                "kronosq.queues", "default,paused",
                "kronosq.concurrency", "12",
                "kronosq.stuck-after", "100ms",
                "kronosq.grace-period", "1s",
                "kronosq.metrics.interval", "1s"))
        .addPackage(MonitoredHandlers.class.getPackage());
  }

  @Test
  void aScrapeHasEveryMetricWithItsValueAndDashboardAndAlertsFindThem(@TempDir Path folder)
      throws Exception {
    try (AppServer server = AppServer.connect();
        Inspector inspector = Inspector.open(redis.config().withPrefix(APPLICATION))) {
      deployer.deploy(APPLICATION);
      try {
        workload(server, inspector);
        values(server);
        redis.command("CLIENT", "KILL", "TYPE", "normal");
        await(server, scrape -> value(scrape, EngineMetric.REDIS_DISCONNECTS) > 0);
        // Those of queues are gone until Redis has answered again.
        await(server, MetricsIT::hasEveryMetric);
        dashboardAndAlerts(server, folder);
      } finally {
        server.get("/measured/open");
        deployer.undeploy(APPLICATION);
      }
      assertThat(server.metrics().body().lines())
          .noneMatch(line -> line.startsWith("kronosq_") && line.contains(APPLICATION));
    }
  }

  private static void workload(AppServer server, Inspector inspector) throws Exception {
    for (int i = 0; i < 7; i++) {
      enqueue(server, "good");
    }
    enqueue(server, "hopeless");
    enqueue(server, "hopeless");
    enqueue(server, "failing");
    enqueue(server, "stubborn");
    assertThat(enqueue(server, "waiting&id=one")).isEqualTo("one");
    assertThat(enqueue(server, "waiting&id=one")).isEqualTo("duplicate");
    inspector.pauseQueue("paused");
    enqueue(server, "good&queue=paused");
  }

  private static String enqueue(AppServer server, String what) throws Exception {
    return server.get("/measured/enqueue?type=monitored:" + what).body();
  }

  private static void values(AppServer server) {
    await(server, scrape -> processed(scrape, "good", "succeeded") == 7);
    await(server, scrape -> processed(scrape, "hopeless", "archived") == 2);
    await(server, scrape -> processed(scrape, "failing", "retried") >= 1);
    await(server, scrape -> value(scrape, EngineMetric.WORKERS_STUCK) == 1);
    await(server, scrape -> queued(scrape, "default", "archived") == 3);
    await(server, scrape -> queued(scrape, "default", "active") >= 1);
    await(server, scrape -> queued(scrape, "paused", "pending") == 1);
    await(server, scrape -> value(scrape, EngineMetric.QUEUE_LATENCY, "queue", "paused") > 0);
    Scrape scrape = scrape(server);
    assertThat(enqueued(scrape, "good", "stored")).isEqualTo(8);
    assertThat(enqueued(scrape, "waiting", "stored")).isEqualTo(1);
    assertThat(enqueued(scrape, "waiting", "duplicate")).isEqualTo(1);
    assertThat(value(scrape, EngineMetric.QUEUE_PAUSED, "queue", "paused")).isEqualTo(1);
    assertThat(value(scrape, EngineMetric.QUEUE_PAUSED, "queue", "default")).isZero();
    assertThat(value(scrape, EngineMetric.WORKERS_TARGET)).isEqualTo(12);
    assertThat(value(scrape, EngineMetric.WORKERS_BUSY)).isBetween(1.0, 2.0);
    assertThat(value(scrape, EngineMetric.EVENTS_DROPPED)).isZero();
    assertThat(value(scrape, EngineMetric.LEASES_LOST)).isZero();
    assertThat(value(scrape, EngineMetric.TASKS_RECOVERED)).isZero();
    for (EngineMetric timer : List.of(EngineMetric.HANDLER_DURATION, EngineMetric.WAIT_DURATION)) {
      String name = timer.prometheusName();
      assertThat(scrape.value(name + "_count", "app", APPLICATION, "type", "monitored:good"))
          .as(name)
          .isEqualTo(7);
      assertThat(
              scrape.value(
                  name + "_bucket", "app", APPLICATION, "type", "monitored:good", "le", "300.0"))
          .as(name)
          .isEqualTo(7);
    }
  }

  private static boolean hasEveryMetric(Scrape scrape) {
    return Stream.of(EngineMetric.values())
        .flatMap(MetricsIT::series)
        .allMatch(name -> scrape.has(name, APPLICATION));
  }

  private static Stream<String> series(EngineMetric metric) {
    Stream<String> endings =
        metric.kind() == EngineMetric.Kind.TIMER
            ? Stream.of("_bucket", "_count", "_sum")
            : Stream.of("");
    return endings.map(ending -> metric.prometheusName() + ending);
  }

  private static void dashboardAndAlerts(AppServer server, Path folder) throws Exception {
    assumeTrue(
        Prometheus.isInstalled(),
        "Prometheus is not installed (Debian's package 'prometheus'), so that the queries of the"
            + " dashboard and the alerts are not tried");
    Prometheus.check("check", "rules", MONITORING.resolve("prometheus/alerts.yml").toString());
    Prometheus.check("test", "rules", MONITORING.resolve("prometheus/alerts_test.yml").toString());
    try (Prometheus prometheus = Prometheus.scraping(folder, server.metricsPage())) {
      List<String> unanswered = new ArrayList<>(queries());
      assertThat(unanswered).hasSizeGreaterThan(20);
      Await.until(
          () -> "data for " + unanswered,
          Duration.ofSeconds(60),
          () -> {
            for (String type : List.of("good", "hopeless", "failing")) {
              enqueue(server, type);
            }
            unanswered.removeIf(query -> answers(prometheus, query));
            return unanswered.isEmpty();
          });
      for (String alert : alerts()) {
        prometheus.query(alert);
      }
    }
  }

  private static boolean answers(Prometheus prometheus, String query) {
    try {
      JsonArray series = prometheus.query(query);
      return series.stream()
          .map(JsonValue::asJsonObject)
          .anyMatch(one -> !one.getJsonArray("value").getString(1).equals("NaN"));
    } catch (IOException e) {
      throw new AssertionError(query, e);
    }
  }

  /** Those of the dashboard, as Grafana asks them when all is chosen. */
  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    try (JsonReader reader =
        Json.createReader(Files.newBufferedReader(MONITORING.resolve("grafana/kronosq.json")))) {
      for (JsonObject panel :
          reader.readObject().getJsonArray("panels").getValuesAs(JsonObject.class)) {
        JsonArray targets = panel.getJsonArray("targets");
        if (targets != null) {
          targets.getValuesAs(JsonObject.class).forEach(one -> queries.add(one.getString("expr")));
        }
      }
    }
    return queries.stream()
        .map(
            query ->
                query
                    .replace("$__rate_interval", "20s")
                    .replace("$app", ".*")
                    .replace("$instance", ".*")
                    .replace("$queue", ".*")
                    .replace("$type", ".*"))
        .toList();
  }

  private static List<String> alerts() throws IOException {
    List<String> alerts =
        EXPRESSION
            .matcher(Files.readString(MONITORING.resolve("prometheus/alerts.yml")))
            .results()
            .map(rule -> rule.group(1).replaceFirst("^>-", "").strip())
            .toList();
    assertThat(alerts).hasSizeGreaterThan(9);
    return alerts;
  }

  private interface Condition {
    boolean holds(Scrape scrape);
  }

  private static void await(AppServer server, Condition condition) {
    Scrape[] last = new Scrape[1];
    Await.until(
        () -> "the value; there is\n" + last[0],
        Await.LONG,
        () -> {
          last[0] = scrape(server);
          return condition.holds(last[0]);
        });
  }

  private static Scrape scrape(AppServer server) {
    try {
      return new Scrape(
          String.join(
              "\n",
              server.metrics().body().lines().filter(line -> line.startsWith("kronosq")).toList()));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static double processed(Scrape scrape, String type, String outcome) {
    return value(
        scrape, EngineMetric.TASKS_PROCESSED, "type", "monitored:" + type, "outcome", outcome);
  }

  private static double enqueued(Scrape scrape, String type, String result) {
    return value(
        scrape, EngineMetric.TASKS_ENQUEUED, "type", "monitored:" + type, "result", result);
  }

  private static double queued(Scrape scrape, String queue, String state) {
    return value(scrape, EngineMetric.QUEUE_TASKS, "queue", queue, "state", state);
  }

  private static double value(Scrape scrape, EngineMetric metric, String... labels) {
    List<String> all = new ArrayList<>(List.of("app", APPLICATION));
    all.addAll(List.of(labels));
    return scrape.value(metric.prometheusName(), all.toArray(String[]::new));
  }
}
