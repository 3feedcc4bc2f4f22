package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.it.monitored.MonitoredHandlers;
import io.kronosq.redis.RedisConfig;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server's health endpoint turns red for the right reason, and green again by itself. */
@ArquillianTest
class HealthIT {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @ArquillianResource private Deployer deployer;

  @Deployment(name = "monitored", managed = false, testable = false)
  static WebArchive application() {
    return Wars.withMonitoring(
            "monitored",
            Map.of(
                "kronosq.redis.uri", redis.uri(),
                "kronosq.stuck-after", "1s",
                "kronosq.health.stuck-after", "1s",
                "kronosq.grace-period", "1s",
                "kronosq.shutdown-delay", "5s"))
        .addPackage(MonitoredHandlers.class.getPackage());
  }

  @Deployment(name = "disabled", managed = false, testable = false)
  static WebArchive disabled() {
    return Wars.withMonitoring("disabled", Map.of("kronosq.enabled", "false"))
        .addPackage(MonitoredHandlers.class.getPackage());
  }

  @Test
  void redWithinTenSecondsForTheRightReasonAndGreenAgain() throws Exception {
    try (AppServer server = AppServer.connect()) {
      deployer.deploy("monitored");
      try {
        awaitGreen(server);
        evictionPolicy(server);
        stuckHandler(server);
        redisDown(server);
        draining(server);
      } finally {
        deployer.undeploy("monitored");
      }
      deployer.deploy("monitored");
      try {
        awaitGreen(server);
      } finally {
        deployer.undeploy("monitored");
      }
    }
  }

  @Test
  void anApplicationInWhichItIsDisabledIsGreenAndSaysSo() throws Exception {
    try (AppServer server = AppServer.connect()) {
      deployer.deploy("disabled");
      try {
        Map<String, JsonObject> checks = checks(server);
        assertThat(checks).isNotEmpty();
        assertThat(checks.values())
            .allMatch(HealthIT::isUp)
            .allMatch(
                check ->
                    check
                        .getJsonObject("data")
                        .getString("state")
                        .equals("disabled by kronosq.enabled=false"));
        assertThat(server.get("/disabled/enqueue?type=monitored:good").statusCode()).isEqualTo(500);
        assertThat(server.log()).contains("Kronosq is disabled: remove kronosq.enabled=false");
      } finally {
        deployer.undeploy("disabled");
      }
    }
  }

  private static void evictionPolicy(AppServer server) {
    redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    assertThat(awaitRed(server, "kronosq-eviction-policy"))
        .contains("'allkeys-lru'", "tasks may vanish");
    redis.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
    awaitGreen(server);
  }

  private static void stuckHandler(AppServer server) throws Exception {
    server.get("/monitored/enqueue?type=monitored:stubborn");
    assertThat(awaitRed(server, "kronosq-stuck-handlers"))
        .isEqualTo("1 handler ignores its cancellation: monitored:stubborn");
    server.get("/monitored/open");
    awaitGreen(server);
  }

  private static void redisDown(AppServer server) throws Exception {
    redis.stop();
    try {
      assertThat(awaitRed(server, "kronosq-redis")).startsWith("Redis has not answered for ");
    } finally {
      redis.startAgain();
    }
    awaitGreen(server);
  }

  /** It is told before the last claim: a task that is enqueued then is still taken. */
  private static void draining(AppServer server) throws Exception {
    RedisConfig config = redis.config().withPrefix("monitored");
    try (KronosClient client = KronosClient.open(config);
        Inspector inspector = Inspector.open(config)) {
      inspector.queues();
      server.get("/monitored/drain");
      assertThat(awaitRed(server, "kronosq-draining")).startsWith("The application drains");
      TaskRef task = client.enqueue(Task.of("monitored:good", new byte[0]));
      Await.until("it is taken", () -> inspector.task(task.queue(), task.id()).isEmpty());
    }
  }

  private static String awaitRed(AppServer server, String name) {
    Await.until(
        name + " is red",
        TEN_SECONDS,
        () -> checks(server).containsKey(name) && !isUp(checks(server).get(name)));
    try {
      assertThat(server.health().statusCode()).isEqualTo(503);
      return checks(server).get(name).getJsonObject("data").getString("reason");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitGreen(AppServer server) {
    Await.until(
        "all checks are green",
        TEN_SECONDS,
        () -> {
          Map<String, JsonObject> checks = checks(server);
          return checks.size() == 7 && checks.values().stream().allMatch(HealthIT::isUp);
        });
  }

  private static boolean isUp(JsonObject check) {
    return check.getString("status").equals("UP");
  }

  private static Map<String, JsonObject> checks(AppServer server) throws Exception {
    Map<String, JsonObject> checks = new TreeMap<>();
    try (JsonReader reader = Json.createReader(new StringReader(server.health().body()))) {
      for (JsonObject check :
          reader.readObject().getJsonArray("checks").getValuesAs(JsonObject.class)) {
        if (check.getString("name").startsWith("kronosq-")) {
          checks.put(check.getString("name"), check);
        }
      }
    }
    return checks;
  }
}
