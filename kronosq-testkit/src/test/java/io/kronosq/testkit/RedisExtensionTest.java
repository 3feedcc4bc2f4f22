package io.kronosq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.redis.RedisConfig;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class RedisExtensionTest {
  /** Where the inner classes, which are run by the tests, were connected to. */
  private static final List<RedisConfig.Standalone> SEEN =
      Collections.synchronizedList(new ArrayList<>());

  private static final Task TASK = Task.of("some:type", new byte[0]);

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  private static EngineExecutionResults run(Class<?> tests, String kind) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameter(RedisExtension.KIND_PROPERTY, kind)
        .selectors(selectClass(tests))
        .execute();
  }

  private static void assertClosed(RedisConfig.Standalone redis) {
    assertThatThrownBy(() -> new Socket(redis.host(), redis.port()).close())
        .isInstanceOf(IOException.class);
  }

  @ExtendWith(RedisExtension.class)
  static class Shared {
    Shared(RedisConfig.Standalone redis) {
      SEEN.add(redis);
    }

    @Test
    void first(KronosClient client, Inspector inspector) {
      enqueueTheOnlyTask(client, inspector);
    }

    @Test
    void second(KronosClient client, Inspector inspector) {
      enqueueTheOnlyTask(client, inspector);
    }

    @Nested
    class Inner {
      @Test
      void third(KronosClient client, Inspector inspector) {
        enqueueTheOnlyTask(client, inspector);
      }
    }

    private static void enqueueTheOnlyTask(KronosClient client, Inspector inspector) {
      client.enqueue(TASK, EnqueueOption.taskId("the-only-one"));
      assertThat(inspector.queue("default").pending()).isEqualTo(1);
    }
  }

  @Test
  void oneClassHasOneRedisThatIsEmptiedAfterEachTestAndClosedAtTheEnd() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    run(Shared.class, "embedded").testEvents().assertStatistics(events -> events.succeeded(3));
    assertThat(SEEN).hasSize(3);
    assertThat(SEEN.stream().distinct()).hasSize(1);
    assertClosed(SEEN.get(0));
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("kronosq-") && !before.contains(thread));
  }

  @ExtendWith(RedisExtension.class)
  static class Working {
    @Test
    void serverProcesses(RedisConfig.Standalone redis, KronosClient client) throws Exception {
      CountDownLatch processed = new CountDownLatch(1);
      TaskRouter router = new TaskRouter();
      router.handle("some:type", task -> processed.countDown());
      try (KronosServer server = KronosServer.builder(redis).router(router).build()) {
        server.start();
        client.enqueue(TASK);
        assertThat(processed.await(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void serversMayUseIt() {
    run(Working.class, "embedded").testEvents().assertStatistics(events -> events.succeeded(1));
  }

  static class PerTest {
    @RegisterExtension final RedisExtension redis = new RedisExtension();

    @Test
    void first(RedisConfig.Standalone redis) {
      SEEN.add(redis);
    }

    @Test
    void second(RedisConfig.Standalone redis) {
      SEEN.add(redis);
    }
  }

  @Test
  void registeredInAnInstanceFieldItLivesForOneTest() {
    run(PerTest.class, "embedded").testEvents().assertStatistics(events -> events.succeeded(2));
    assertThat(SEEN).hasSize(2);
    SEEN.forEach(RedisExtensionTest::assertClosed);
  }

  @Test
  void containerIsUsedIfDockerAnswersAndElseTheEmbeddedOne() {
    run(Shared.class, "container").testEvents().assertStatistics(events -> events.succeeded(3));
    assertClosed(SEEN.get(0));
  }

  @Test
  void otherKindsAreRefused() {
    EngineExecutionResults results = run(Working.class, "imaginary");
    results.testEvents().assertStatistics(events -> events.started(0));
    assertThat(results.containerEvents().failed().stream())
        .singleElement()
        .asString()
        .contains("kronosq.test.redis is 'imaginary'; use embedded or container");
  }
}
