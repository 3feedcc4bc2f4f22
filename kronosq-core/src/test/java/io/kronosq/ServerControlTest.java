package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.ServerControl;
import io.kronosq.inspect.ServerControl.Range;
import io.kronosq.inspect.ServerReport;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import io.kronosq.worker.AutoScale;
import io.kronosq.worker.ServerStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServerControlTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness harness = new EngineHarness(redis);

  private final AtomicInteger handled = new AtomicInteger();

  private KronosServer.Builder server() {
    TaskRouter router = new TaskRouter();
    router.handle("mail", context -> handled.incrementAndGet());
    router.handle("import:*", context -> handled.incrementAndGet());
    return harness.server(router).lease(Duration.ofSeconds(1));
  }

  private ServerReport report() {
    return harness.inspector().servers().get(0).report();
  }

  private String startedId(KronosServer.Builder server) {
    harness.start(server);
    Await.until("it reports", () -> !harness.inspector().servers().isEmpty());
    return report().id();
  }

  private void awaitConcurrency(int min, int max) {
    Await.until(
        "it may run " + min + " to " + max,
        () -> {
          Concurrency told = report().concurrency();
          return told.min() == min && told.max() == max;
        });
  }

  @Test
  void aServerTellsWhichTypesItHandles() {
    startedId(server());
    assertThat(report().types()).isEqualTo(List.of("mail", "import:*"));
  }

  @Test
  void aQuietServerTakesNothingUntilItMayAgain() {
    Inspector inspector = harness.inspector();
    KronosServer server = harness.start(server().concurrency(3));
    Await.until("it reports", () -> !inspector.servers().isEmpty());
    String id = report().id();

    assertThat(inspector.quietServer(id)).isTrue();
    Await.until("it is quiet", () -> report().quiet());
    assertThat(server.status().state()).isEqualTo(State.QUIET);
    harness.client().enqueue(Task.of("mail", new byte[0]));
    // Another server is not kept from being woken.
    AtomicInteger elsewhere = new AtomicInteger();
    TaskRouter router = new TaskRouter();
    router.handle("mail", context -> elsewhere.incrementAndGet());
    KronosServer other = harness.start(harness.server(router).lease(Duration.ofSeconds(1)));
    Await.until("the other one takes it", () -> elsewhere.get() == 1);
    harness.client().enqueue(Task.of("mail", new byte[0]));
    Await.until("and the next one", () -> elsewhere.get() == 2);
    other.stop();
    harness.client().enqueue(Task.of("mail", new byte[0]));
    Await.until("it goes on telling so", () -> report().quiet());
    assertThat(inspector.queue("default").pending()).isOne();
    assertThat(handled).hasValue(0);

    assertThat(inspector.unquietServer(id)).isTrue();
    Await.until("it takes tasks again", () -> handled.get() == 1);
    Await.until("and tells so", () -> !report().quiet());
    assertThat(server.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aStoppedServerFinishesWhatItHasAndIsGone() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    TaskRouter router = new TaskRouter();
    router.handle(
        "slow",
        context -> {
          running.countDown();
          Await.signal(release);
          handled.incrementAndGet();
        });
    KronosServer server = harness.start(harness.server(router).lease(Duration.ofSeconds(1)));
    harness.client().enqueue(Task.of("slow", new byte[0]));
    Await.signal(running);
    Await.until("it reports", () -> !harness.inspector().servers().isEmpty());

    assertThat(harness.inspector().stopServer(report().id())).isTrue();
    Await.until("it drains", () -> server.status().state() == State.QUIET);
    release.countDown();
    Await.until("it has stopped", () -> server.status().state() == State.STOPPED);
    assertThat(handled).hasValue(1);
    Await.until("it is told no more", () -> harness.inspector().servers().isEmpty());
    assertThat(harness.inspector().queue("default").size()).isZero();
    assertThat(redis.command("EXISTS", "kronosq:{/servers}:control")).isEqualTo(0L);
  }

  @Test
  void aFixedConcurrencyIsChangedAndGivenBack() {
    String id = startedId(server().concurrency(4));
    assertThat(harness.inspector().setConcurrency(id, new Range(7, 7))).isTrue();
    awaitConcurrency(7, 7);
    assertThat(report().concurrency().target()).isEqualTo(7);
    harness.inspector().setConcurrency(id, new Range(2, 9));
    awaitConcurrency(2, 9);
    harness.inspector().setConcurrency(id, null);
    awaitConcurrency(4, 4);
  }

  @Test
  void autoScalingIsLimitedOtherwiseAndGivenBack() {
    String id = startedId(server().autoScale(AutoScale.between(1, 5)));
    harness.inspector().setConcurrency(id, new Range(3, 3));
    awaitConcurrency(3, 3);
    harness.inspector().setConcurrency(id, null);
    awaitConcurrency(1, 5);
  }

  @Test
  void aServerThatIsNotThereIsNotSteered() {
    Inspector inspector = harness.inspector();
    assertThat(inspector.quietServer("nobody")).isFalse();
    assertThat(inspector.unquietServer("nobody")).isFalse();
    assertThat(inspector.stopServer("nobody")).isFalse();
    assertThat(inspector.setConcurrency("nobody", new Range(1, 2))).isFalse();
    assertThat(redis.command("EXISTS", "kronosq:{/servers}:control")).isEqualTo(0L);
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new Range(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not min 0 and max 3");
    assertThat(ServerControl.NONE.concurrency()).isNull();
  }
}
