package io.kronosq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.task.EnqueueException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

class TestKronosExtensionTest {
  /** What the inner classes, which are run by the tests, were given. */
  private static final Set<TestKronos> SEEN = Collections.synchronizedSet(new HashSet<>());

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  private static void assertAllSucceed(Class<?> tests, int count) {
    EngineTestKit.engine("junit-jupiter")
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .selectors(selectClass(tests))
        .execute()
        .testEvents()
        .assertStatistics(events -> events.started(count).succeeded(count));
  }

  @KronosTest
  @Execution(ExecutionMode.CONCURRENT)
  static class Own {
    Own(TestKronos kronos) {
      SEEN.add(kronos);
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
      client.enqueue("a", "");
      assertThat(inspector.queue("default").pending()).isEqualTo(1);
    }
  }

  @Test
  void eachTestHasItsOwnEvenInParallel() {
    assertAllSucceed(Own.class, 3);
    assertThat(SEEN).hasSize(3);
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @KronosTest
  static class Shared {
    Shared(TestKronos kronos) {
      SEEN.add(kronos);
    }

    @Test
    void first(TestKronos kronos) {
      SEEN.add(kronos);
    }

    @Test
    void second(TestKronos kronos) {
      SEEN.add(kronos);
    }
  }

  @Test
  void testsOfOneInstanceShareThatOfItsConstructor() {
    assertAllSucceed(Shared.class, 2);
    assertThat(SEEN).hasSize(1);
  }

  static class InFields {
    @RegisterExtension
    static final TestKronosExtension EXTENSION =
        TestKronosExtension.with(settings -> settings.startAt(Instant.EPOCH));

    @Test
    void clockIsSet(TestClock clock) {
      assertThat(clock.now()).isEqualTo(Instant.EPOCH);
    }
  }

  static class InInstanceFields {
    @RegisterExtension
    final TestKronosExtension extension =
        TestKronosExtension.with(settings -> settings.startAt(Instant.EPOCH));

    @Test
    void clockIsSet(TestClock clock) {
      assertThat(clock.now()).isEqualTo(Instant.EPOCH);
    }
  }

  @Test
  void fieldsRegisterItWithSettings() {
    assertAllSucceed(InFields.class, 1);
    assertAllSucceed(InInstanceFields.class, 1);
  }

  @Test
  void itIsClosedAfterTheTest() {
    assertAllSucceed(Own.class, 3);
    assertThat(SEEN)
        .allSatisfy(
            kronos ->
                assertThatThrownBy(() -> kronos.client().enqueue("a", ""))
                    .isInstanceOf(EnqueueException.class));
  }
}
