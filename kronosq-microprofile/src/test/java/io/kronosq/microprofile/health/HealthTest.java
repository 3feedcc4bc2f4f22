package io.kronosq.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosClient;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import io.kronosq.worker.ServerStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @ApplicationScoped
  static class Handlers {
    static volatile CountDownLatch release = new CountDownLatch(0);

    @KronosHandler("text")
    public void text(String text) {}

    @KronosHandler("stubborn")
    public void stubborn() {
      while (release.getCount() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  private static MonitoredApplication start(Class<?> bean, String... settings) {
    Map<String, String> properties = new HashMap<>();
    properties.put("kronosq.redis.uri", redis.uri());
    properties.put("kronosq.health.redis-silence", "3s");
    for (int i = 0; i < settings.length; i += 2) {
      properties.put(settings[i], settings[i + 1]);
    }
    return MonitoredApplication.start(properties, bean);
  }

  private static List<Finding> all(KronosHealth health) {
    return List.<Function<KronosHealth, Finding>>of(
            KronosHealth::startup,
            KronosHealth::redis,
            KronosHealth::evictionPolicy,
            KronosHealth::draining,
            KronosHealth::handlers,
            KronosHealth::claims,
            KronosHealth::stuckHandlers)
        .stream()
        .map(check -> check.apply(health))
        .toList();
  }

  private static List<String> red(KronosHealth health) {
    return all(health).stream().filter(finding -> !finding.up()).map(Finding::name).toList();
  }

  private static void awaitGreen(KronosHealth health) {
    Await.until("all checks are green", () -> red(health).isEmpty());
  }

  private static Finding awaitRed(Supplier<Finding> check) {
    Await.until("it is red", () -> !check.get().up());
    return check.get();
  }

  private static String reason(Finding finding) {
    return String.valueOf(finding.data().get("reason"));
  }

  @Test
  void aHealthyApplicationIsGreenAndSaysWhatItDoes() {
    try (MonitoredApplication application = start(Handlers.class, "kronosq.name", "shop")) {
      KronosHealth health = application.health();
      awaitGreen(health);
      assertThat(all(health)).allMatch(finding -> "shop".equals(finding.data().get("application")));
      assertThat(health.handlers().data())
          .containsEntry("handlers", "stubborn, text")
          .containsEntry("state", "running")
          .containsEntry("concurrency", 10L);
      assertThat(health.redis().data()).containsEntry("role", "master").containsKey("version");
      assertThat(health.evictionPolicy().data()).containsEntry("policy", "noeviction");
      Await.until(
          "a claim",
          () -> !health.claims().data().get("queue.default").toString().contains("never"));
      assertThat(health.claims().data().get("queue.default").toString())
          .matches("moved .* s ago, claimed .* s ago, lease renewed .* s ago");
    }
  }

  @Test
  void withoutRedisOnlyReadinessIsRedUntilItIsBack() {
    try (MonitoredApplication application = start(Handlers.class)) {
      KronosHealth health = application.health();
      awaitGreen(health);
      redis.stop();
      Finding down;
      try {
        down = awaitRed(health::redis);
        assertThat(red(health)).containsExactly("kronosq-redis");
      } finally {
        redis.startAgain();
      }
      assertThat(reason(down)).startsWith("Redis has not answered for ");
      assertThat(down.data().get("failure").toString()).contains("There is no connection");
      assertThat(down.data().get("remedy").toString()).contains("Bring Redis back");
      awaitGreen(health);
    }
  }

  @Test
  void aPolicyThatEvictsTasksIsRedUntilItIsPutRight() {
    try (MonitoredApplication application = start(Handlers.class)) {
      KronosHealth health = application.health();
      awaitGreen(health);
      redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
      try {
        Finding down = awaitRed(health::evictionPolicy);
        assertThat(red(health)).containsExactly("kronosq-eviction-policy");
        assertThat(reason(down)).contains("'allkeys-lru'", "tasks may vanish");
        assertThat(down.data().get("remedy").toString()).contains("maxmemory-policy noeviction");
      } finally {
        redis.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
      }
      awaitGreen(health);
    }
  }

  @Test
  void aHandlerThatIgnoresItsCancellationIsRedUntilItEnds() {
    Handlers.release = new CountDownLatch(1);
    try (MonitoredApplication application =
        start(
            Handlers.class,
            "kronosq.stuck-after",
            "50ms",
            "kronosq.health.stuck-after",
            "100ms",
            "kronosq.grace-period",
            "100ms")) {
      KronosHealth health = application.health();
      awaitGreen(health);
      String id =
          application
              .get(KronosClient.class)
              .enqueue(
                  Task.of("stubborn"),
                  EnqueueOption.timeout(Duration.ofMillis(50)),
                  EnqueueOption.maxRetry(0))
              .id();
      try {
        Finding down = awaitRed(health::stuckHandlers);
        assertThat(red(health)).containsExactly("kronosq-stuck-handlers");
        assertThat(reason(down)).isEqualTo("1 handler ignores its cancellation: stubborn");
        assertThat(down.data().get("stuck.1").toString())
            .startsWith("stubborn, task " + id + " of queue default, runs for ")
            .contains("cancelled (timeout) and given up ", "on thread ");
      } finally {
        Handlers.release.countDown();
      }
      awaitGreen(health);
    }
  }

  @Test
  void readinessIsRedBeforeTheLastClaim() {
    try (MonitoredApplication application =
        start(Handlers.class, "kronosq.shutdown-delay", "1500ms")) {
      KronosHealth health = application.health();
      KronosLifecycle lifecycle = application.get(KronosLifecycle.class);
      awaitGreen(health);
      Thread drainer = new Thread(lifecycle::drain, "drainer");
      drainer.start();
      Finding down = awaitRed(health::draining);
      assertThat(lifecycle.status().orElseThrow().state()).isEqualTo(ServerStatus.State.RUNNING);
      assertThat(reason(down)).startsWith("The application drains");
      assertThat(red(health)).containsExactly("kronosq-draining");
      Await.until(
          "it takes no more tasks",
          () -> lifecycle.status().orElseThrow().state() == ServerStatus.State.QUIET);
      assertThat(red(health)).containsExactly("kronosq-draining");
    }
  }

  @Test
  void onceStoppedOnlyThatIsRed() {
    try (MonitoredApplication application = start(Handlers.class)) {
      KronosHealth health = application.health();
      awaitGreen(health);
      application.get(KronosLifecycle.class).stop();
      assertThat(red(health)).containsExactly("kronosq-draining");
      assertThat(reason(health.draining())).contains("stopped");
    }
  }

  @ApplicationScoped
  static class NoHandlers {}

  @Test
  void anApplicationThatOnlyEnqueuesIsReadyWhenRedisAnswers() {
    try (MonitoredApplication application = start(NoHandlers.class)) {
      KronosHealth health = application.health();
      awaitGreen(health);
      assertThat(health.redis().data()).containsKey("version");
      assertThat(health.handlers().data().get("handlers").toString()).contains("only enqueues");
      redis.stop();
      try {
        awaitRed(health::redis);
        assertThat(red(health)).containsExactly("kronosq-redis");
      } finally {
        redis.startAgain();
      }
      awaitGreen(health);
    }
  }

  @Test
  void aLoginThatIsRefusedIsTheReasonGiven() {
    try (MonitoredApplication application =
        start(
            NoHandlers.class, "kronosq.redis.username", "nobody", "kronosq.redis.password", "x")) {
      KronosHealth health = application.health();
      Await.until(
          "the refusal is told",
          () -> String.valueOf(health.redis().data().get("failure")).contains("refused the login"));
      assertThat(reason(health.redis())).isEqualTo("Redis has not answered yet");
      assertThat(red(health)).containsExactly("kronosq-startup", "kronosq-redis");
    }
  }

  @Test
  void aDisabledApplicationIsGreenAndSaysSo() {
    try (MonitoredApplication application = start(Handlers.class, "kronosq.enabled", "false")) {
      assertThat(all(application.health()))
          .allMatch(Finding::up)
          .allMatch(
              finding -> "disabled by kronosq.enabled=false".equals(finding.data().get("state")));
    }
  }

  @Test
  void aCheckThatIsSwitchedOffStaysGreenAndSaysSo() {
    redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    try (MonitoredApplication application =
        start(Handlers.class, "kronosq.health.eviction-policy.enabled", "false")) {
      KronosHealth health = application.health();
      awaitGreen(health);
      assertThat(health.evictionPolicy().data())
          .containsEntry("state", "switched off by kronosq.health.eviction-policy.enabled=false");
    } finally {
      redis.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
    }
  }
}
