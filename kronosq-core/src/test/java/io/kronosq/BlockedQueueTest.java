package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.handler.TaskRouter;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import io.kronosq.worker.AutoScale;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers of a queue that block keep no other queue from going on. */
class BlockedQueueTest {
  private static final int BACKLOG = 40;

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch quick = new CountDownLatch(BACKLOG);
  private final TaskRouter router =
      new TaskRouter()
          .handle("block", context -> Await.signal(release))
          .handle("quick", context -> quick.countDown());

  @AfterEach
  void letGo() {
    release.countDown();
  }

  private KronosServer.Builder server() {
    return engine.server(router).queue("blocked", 9).queue("other", 1);
  }

  private void enqueue(String type, String queue) {
    engine
        .client()
        .enqueueAll(Collections.nCopies(BACKLOG, Task.of(type, "x")), EnqueueOption.queue(queue));
  }

  private void awaitBlocked(int handlers) {
    Await.until(
        handlers + " are blocked", () -> engine.inspector().queue("blocked").active() == handlers);
  }

  @Test
  void aQueueLeavesOneSlotToTheOthers() {
    engine.start(server().concurrency(8));
    enqueue("block", "blocked");
    awaitBlocked(7);
    enqueue("quick", "other");
    Await.signal(quick);
    assertThat(engine.inspector().queue("blocked").active()).isEqualTo(7);
  }

  @Test
  void aQueueHasNoMoreSlotsThanItWasGiven() {
    engine.start(server().concurrency(8).concurrency("blocked", 3));
    enqueue("block", "blocked");
    awaitBlocked(3);
    enqueue("quick", "other");
    Await.signal(quick);
    assertThat(engine.inspector().queue("blocked").active()).isEqualTo(3);
    release.countDown();
    Await.until("all are done", () -> engine.inspector().queue("blocked").size() == 0);
  }

  @Test
  void aQueueThatWasGivenAllSlotsHasAll() {
    engine.start(server().concurrency(8).concurrency("blocked", 8));
    enqueue("block", "blocked");
    awaitBlocked(8);
  }

  @Test
  void theOnlyQueueHasAllSlots() {
    engine.start(engine.server(router).queue("blocked", 1).concurrency(8));
    enqueue("block", "blocked");
    awaitBlocked(8);
  }

  @Test
  void withStrictPriorityAQueueMayKeepTheOthersFromGoingOn() {
    engine.start(server().concurrency(8).strictPriority(true));
    enqueue("block", "blocked");
    awaitBlocked(8);
  }

  @Test
  void whereTheLoadDecidesABlockedQueueStillHasItsServerScaled() {
    engine.start(server().autoScale(AutoScale.upTo(8)));
    enqueue("block", "blocked");
    awaitBlocked(7);
    enqueue("quick", "other");
    Await.signal(quick);
  }
}
