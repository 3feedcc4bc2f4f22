package io.kronosq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.event.TaskEventType;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.KronosException;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.worker.ServerStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static Application.Builder application(Class<?>... beans) {
    return Application.of(beans).with("kronosq.redis.uri", "embedded:?memory");
  }

  @ApplicationScoped
  static class Handlers {
    static final CountDownLatch STARTED = new CountDownLatch(1);

    @KronosHandler("text")
    public String text(String text) {
      return text;
    }

    @KronosHandler(value = "critical", queue = "critical")
    public void critical() {}

    @KronosHandler("endless")
    public void endless() throws InterruptedException {
      STARTED.countDown();
      new CountDownLatch(1).await();
    }
  }

  @Test
  void extensionIsFoundByTheContainer() {
    assertThat(ServiceLoader.load(Extension.class))
        .hasAtLeastOneElementOfType(KronosExtension.class);
  }

  @Test
  void workersStartWithTheApplication() {
    try (Application application = application(Handlers.class).start()) {
      ServerStatus status = application.get(KronosLifecycle.class).status().orElseThrow();

      assertThat(status.state()).isEqualTo(ServerStatus.State.RUNNING);
      assertThat(status.concurrency()).isEqualTo(10);
    }
  }

  @Test
  void concurrencyIsTheSumOfTheWeightsUnlessConfigured() {
    try (Application application =
        application(Handlers.class).with("kronosq.queues", "critical=12,default=3").start()) {
      assertThat(application.get(KronosLifecycle.class).status().orElseThrow().concurrency())
          .isEqualTo(15);
    }
    try (Application application =
        application(Handlers.class).with("kronosq.concurrency", 2).start()) {
      assertThat(application.get(KronosLifecycle.class).status().orElseThrow().concurrency())
          .isEqualTo(2);
    }
  }

  @Test
  void theInspectorTellsTheApplicationsServerByItsConfiguredName() {
    try (Application application =
        application(Handlers.class).with("kronosq.name", "shop").start()) {
      Inspector inspector = application.get(Inspector.class);
      boolean told = false;
      for (int look = 0; !told && look < 2_000; look++) {
        told =
            inspector.servers().stream().anyMatch(server -> server.report().name().equals("shop"));
      }
      assertThat(told).isTrue();
    }
  }

  @Test
  void applicationWithoutHandlersOnlyEnqueues() {
    try (Application application = application().start()) {
      TaskRef ref = application.get(KronosClient.class).enqueue("text", "hello");

      assertThat(application.get(KronosLifecycle.class).status()).isEmpty();
      assertThat(application.get(Inspector.class).task(ref.queue(), ref.id()).orElseThrow().state())
          .isEqualTo(TaskState.PENDING);
    }
  }

  @Test
  void disabledApplicationStartsNothing() {
    try (Application application =
        application(Handlers.class).with("kronosq.enabled", false).start()) {
      assertThat(application.get(KronosLifecycle.class).status()).isEmpty();
      KronosClient client = application.get(KronosClient.class);
      assertThatThrownBy(() -> client.enqueue("text", "hello"))
          .isInstanceOf(KronosException.class)
          .hasMessageContaining("kronosq.enabled=false");
    }
  }

  @Test
  void stopDrainsAndLeavesNothingBehind() throws Exception {
    Application application =
        application(Handlers.class).with("kronosq.grace-period", "100ms").start();
    application.get(KronosClient.class).enqueue(Task.of("endless"));
    assertThat(Handlers.STARTED.await(10, TimeUnit.SECONDS)).isTrue();

    long before = System.nanoTime();
    application.close();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("kronosq")) {
        thread.join(5_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
    assertThat(redisServers()).isZero();
  }

  @Test
  void failedStartClosesWhatWasOpened() {
    assertThatThrownBy(
            () -> application(Handlers.class).with("kronosq.executor", "java:app/none").start())
        .hasStackTraceContaining(
            "KRONOSQ0053: kronosq.executor=java:app/none is not found in JNDI");
    assertThat(redisServers()).isZero();
  }

  @ApplicationScoped
  static class Codecs {
    @Produces
    @ApplicationScoped
    PayloadCodec reversed() {
      return new PayloadCodec() {
        @Override
        public byte[] encode(Object value) {
          return new StringBuilder(value.toString())
              .reverse()
              .toString()
              .getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
          return new StringBuilder(new String(bytes, StandardCharsets.US_ASCII))
              .reverse()
              .toString();
        }
      };
    }
  }

  @Test
  void codecOfTheApplicationReplacesJson() throws Exception {
    try (Application application =
        application(Handlers.class, Codecs.class, RecordedEvents.class).start()) {
      TaskRef ref =
          application
              .get(KronosClient.class)
              .enqueue("text", "hello", EnqueueOption.retention(Duration.ofMinutes(1)));
      application.get(RecordedEvents.class).await(TaskEventType.SUCCEEDED);

      assertThat(application.get(Inspector.class).task(ref.queue(), ref.id()).orElseThrow())
          .satisfies(task -> assertThat(task.payload()).asString().isEqualTo("olleh"))
          .satisfies(task -> assertThat(task.result()).asString().isEqualTo("olleh"));
    }
  }

  @Test
  void queuesThatHandlersNameAreServed() throws Exception {
    try (Application application = application(Handlers.class, RecordedEvents.class).start()) {
      application.get(KronosClient.class).enqueue(Task.of("critical"));

      assertThat(application.get(RecordedEvents.class).await(TaskEventType.SUCCEEDED).queue())
          .isEqualTo("critical");
    }
  }

  private static long redisServers() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").contains("redis-server"))
        .count();
  }
}
