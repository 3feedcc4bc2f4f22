package io.kronosq.kinds;

import io.kronosq.KronosClient;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.EnqueueException;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestSentinel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailoverTest {
  @RegisterExtension static final TestSentinel redis = new TestSentinel();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final Set<String> done = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void start() {
    redis.awaitQuorum();
    engine.start(engine.server(new TaskRouter().handle("t", task -> done.add(task.taskId()))));
  }

  private void assertWorks(KronosClient client) {
    Await.until(
        "a task is enqueued and done again",
        () -> {
          try {
            String id = client.enqueue("t", "x").id();
            Await.until("it is done", () -> done.contains(id));
            return true;
          } catch (EnqueueException e) {
            return false;
          }
        });
  }

  @Test
  void clientAndWorkerFollowWhenTheMasterDies() {
    KronosClient client = engine.client();
    assertWorks(client);
    redis.killMaster();
    redis.awaitPromotion();
    assertWorks(client);
  }

  @Test
  void clientAndWorkerFollowWhenTheMasterIsDemoted() {
    KronosClient client = engine.client();
    assertWorks(client);
    redis.failOver();
    assertWorks(client);
  }
}
