package io.kronosq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.handler.TaskRouter;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskRef;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DebounceTest {
  private static final Unique LOCK = Unique.byKey("document-7", Duration.ofMinutes(1));

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  @Test
  void theCallerLearnsThatAWaitingTaskWasReplaced() {
    KronosClient client = engine.client();
    EnqueueOption lock = EnqueueOption.unique(LOCK.replacing());
    TaskRef first = client.enqueue("index", "1", lock);
    TaskRef second = client.enqueue("index", "2", lock);
    assertThat(first.replaced()).isFalse();
    assertThat(second.replaced()).isTrue();
    assertThat(second).isEqualTo(first);
    assertThat(engine.inspector().task("default", first.id()).orElseThrow().payload())
        .isEqualTo("2".getBytes(UTF_8));
  }

  @Test
  void manyEnqueuesInAShortTimeMakeOneRunWithTheLastPayload() {
    List<String> runs = new CopyOnWriteArrayList<>();
    KronosClient client = engine.client();
    EnqueueOption lock = EnqueueOption.unique(LOCK.debouncing());
    for (int i = 1; i <= 50; i++) {
      client.enqueue("index", "v" + i, lock, EnqueueOption.delay(Duration.ofMillis(500)));
    }
    engine.start(
        engine.server(
            new TaskRouter().handle("index", task -> runs.add(task.payload(String.class)))));
    Await.until("the last payload is processed", () -> runs.contains("v50"));
    Await.until("the task is gone", () -> engine.inspector().queue("default").size() == 0);
    assertThat(runs).containsExactly("v50");
    assertThat(client.enqueue("index", "next", EnqueueOption.unique(LOCK)).replaced()).isFalse();
  }

  @Test
  void whileTheTaskRunsASecondOneIsRefused() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    engine.start(
        engine.server(
            new TaskRouter()
                .handle(
                    "index",
                    task -> {
                      running.countDown();
                      done.await();
                    })));
    KronosClient client = engine.client();
    TaskRef first = client.enqueue("index", "1", EnqueueOption.unique(LOCK.replacing()));
    Await.signal(running);
    assertThatExceptionOfType(DuplicateTaskException.class)
        .isThrownBy(() -> client.enqueue("index", "2", EnqueueOption.unique(LOCK.replacing())))
        .satisfies(refused -> assertThat(refused.existingTaskId()).isEqualTo(first.id()));
    done.countDown();
  }
}
