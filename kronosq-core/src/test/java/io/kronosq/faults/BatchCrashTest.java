package io.kronosq.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskRouter;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.Recovery;
import io.kronosq.store.RecoveryPolicy;
import io.kronosq.store.TaskStore;
import io.kronosq.task.Aggregation;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that die while they have a batch. */
class BatchCrashTest {
  private static final String LEASES = "kronosq:{default}:s";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final RecoveryPolicy POLICY = new RecoveryPolicy(3, 10, ArchiveLimits.DEFAULT);

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final RecordedEvents events = new RecordedEvents();
  private final List<List<String>> batches = new CopyOnWriteArrayList<>();

  private void note(TaskContext context) {
    batches.add(context.batch().stream().map(item -> item.payload(String.class)).toList());
  }

  private List<TaskRef> enqueueBatch() {
    return engine
        .client()
        .enqueueAll(
            List.of(Task.of("t", "0"), Task.of("t", "1"), Task.of("t", "2")),
            EnqueueOption.maxRetry(0),
            EnqueueOption.group("g", new Aggregation(3, HOUR, HOUR)));
  }

  private static Recovery recover(TaskStore by, String server) {
    redis.command("ZADD", LEASES, "XX", "1", server);
    return Await.answer(by.recover("default", server, POLICY));
  }

  @Test
  void theWholeBatchRunsAgainAndNoRetryIsSpent() {
    CountDownLatch running = new CountDownLatch(1);
    List<Integer> spent = new CopyOnWriteArrayList<>();
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .handle(
                        "t",
                        context -> {
                          note(context);
                          spent.add(context.retried());
                          if (context.crashes() == 0) {
                            context.batch().get(0).fail(new IllegalStateException("forgotten"));
                            running.countDown();
                            new CountDownLatch(1).await();
                          }
                        }))
            .concurrency(2)
            .lease(Duration.ofMinutes(5))
            .onEvent(events));
    enqueueBatch();
    Await.signal(running);
    TaskInfo active = engine.inspector().tasks("default", TaskState.ACTIVE).tasks().get(0);
    Recovery recovery = recover(engine.newStore(), active.server());

    assertThat(recovery.tasks()).hasSize(1);
    events.await(TaskEventType.SUCCEEDED, active.ref().id());
    assertThat(batches).containsExactly(List.of("0", "1", "2"), List.of("0", "1", "2"));
    assertThat(spent).containsExactly(0, 0);
    assertThat(engine.inspector().queue("default").size()).isZero();
  }

  @Test
  void aBatchThatTakesServersDownIsArchivedWithAllItsTasks() {
    List<TaskRef> refs = enqueueBatch();
    TaskStore store = engine.newStore();
    for (int i = 1; i <= 3; i++) {
      String server = "doomed-" + i;
      Await.answer(store.join("default", server, Duration.ofMinutes(5)));
      assertThat(
              Await.answer(store.claim(new ClaimRequest("default", server, 1, List.of()))).tasks())
          .hasSize(1);
      assertThat(recover(store, server).tasks())
          .extracting(Recovery.RecoveredTask::poison)
          .containsExactly(i == 3);
    }
    Inspector inspector = engine.inspector();
    TaskInfo archived = inspector.tasks("default", TaskState.ARCHIVED).tasks().get(0);
    assertThat(archived.batch()).isTrue();
    assertThat(inspector.batch(archived)).extracting(TaskInfo::ref).isEqualTo(refs);
    assertThat(inspector.batch(archived))
        .allMatch(task -> task.state() == TaskState.ARCHIVED && task.attempts().crashes() == 3);

    engine.start(engine.server(new TaskRouter().handle("t", this::note)).onEvent(events));
    assertThat(inspector.retryTask("default", archived.ref().id()).done()).isTrue();
    events.await(TaskEventType.SUCCEEDED, archived.ref().id());
    assertThat(batches).containsExactly(List.of("0", "1", "2"));
  }
}
