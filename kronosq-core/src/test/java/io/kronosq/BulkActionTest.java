package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BulkActionTest {
  private static final int COUNT = 2_000;

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness harness = new EngineHarness(redis);

  private List<String> enqueue(int count, EnqueueOption... options) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(Task.of(i % 2 == 0 ? "even" : "odd", new byte[0]));
    }
    return harness.client().enqueueAll(tasks, options).stream().map(TaskRef::id).toList();
  }

  private BulkAction bulk(TaskAction action, TaskState state, TaskFilter filter) {
    return harness.inspector().bulk(action, "default", state, filter);
  }

  private long count(TaskState state) {
    var info = harness.inspector().queue("default");
    return switch (state) {
      case PENDING -> info.pending();
      case ACTIVE -> info.active();
      case SCHEDULED -> info.scheduled();
      case RETRY -> info.retry();
      case ARCHIVED -> info.archived();
      case COMPLETED -> info.completed();
      case AGGREGATING -> info.aggregating();
    };
  }

  @Test
  void aCountChangesNothingAndTheRunDoesWhatWasCounted() {
    enqueue(COUNT);
    BulkAction delete = bulk(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL.withType("even"));
    assertThat(delete.count(progress -> {}))
        .isEqualTo(new BulkProgress(COUNT, COUNT, COUNT / 2, 0, 0, false));
    assertThat(count(TaskState.PENDING)).isEqualTo(COUNT);
    List<BulkProgress> seen = new ArrayList<>();
    BulkProgress end = delete.run(seen::add);
    assertThat(end).isEqualTo(new BulkProgress(COUNT, COUNT, COUNT / 2, COUNT / 2, 0, false));
    assertThat(seen).hasSizeGreaterThan(3).last().isEqualTo(end);
    assertThat(seen).extracting(BulkProgress::changed).isSorted();
    assertThat(count(TaskState.PENDING)).isEqualTo(COUNT / 2);
    assertThat(delete.count(progress -> {}).matched()).isZero();
  }

  @Test
  void everyActionWorksOverEveryStateItIsFor() {
    enqueue(600, EnqueueOption.delay(Duration.ofHours(1)));
    run(TaskAction.ARCHIVE, TaskState.SCHEDULED, 600);
    run(TaskAction.RETRY, TaskState.ARCHIVED, 600);
    run(TaskAction.ARCHIVE, TaskState.PENDING, 600);
    run(TaskAction.RUN, TaskState.ARCHIVED, 600);
    run(TaskAction.DELETE, TaskState.PENDING, 600);
    assertThat(harness.inspector().queue("default").size()).isZero();
  }

  private void run(TaskAction action, TaskState state, int expected) {
    assertThat(bulk(action, state, TaskFilter.ALL).run(progress -> {}).changed())
        .isEqualTo(expected);
    assertThat(count(state)).isZero();
  }

  @Test
  void aCancelledRunEndsAfterItsChunkAndWhatWasDoneIsDone() {
    enqueue(COUNT);
    BulkAction delete = bulk(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL);
    BulkProgress end = delete.run(progress -> delete.cancel());
    assertThat(end.cancelled()).isTrue();
    assertThat(end.changed()).isBetween(1L, COUNT - 1L);
    assertThat(count(TaskState.PENDING)).isEqualTo(COUNT - end.changed());
  }

  @Test
  void aRunEndsThoughTasksKeepComingAndLeavesThoseAlone() {
    enqueue(COUNT);
    AtomicInteger later = new AtomicInteger();
    BulkProgress end =
        bulk(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL)
            .run(
                progress -> {
                  enqueue(300);
                  later.addAndGet(300);
                });
    assertThat(end.changed()).isEqualTo(COUNT);
    assertThat(count(TaskState.PENDING)).isEqualTo(later.get());
  }

  @Test
  void anActionOnAStateThatItIsNotForIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bulk(TaskAction.DELETE, TaskState.ACTIVE, TaskFilter.ALL))
        .withMessageContaining("ACTIVE");
  }

  /** Servers take tasks from the head while all are deleted: each is run once, or deleted. */
  @Test
  void whileServersWorkEachTaskIsRunOnceOrDeleted() {
    Map<String, Integer> runs = new ConcurrentHashMap<>();
    TaskRouter router = new TaskRouter();
    router.handle("*", context -> runs.merge(context.taskId(), 1, Integer::sum));
    List<String> ids = enqueue(20_000);
    harness.start(harness.server(router).concurrency(8));
    harness.start(harness.server(router).concurrency(8));
    BulkAction delete = bulk(TaskAction.DELETE, TaskState.PENDING, TaskFilter.ALL.withType("odd"));
    BulkAction archive =
        bulk(TaskAction.ARCHIVE, TaskState.PENDING, TaskFilter.ALL.withType("odd"));
    BulkAction run = bulk(TaskAction.RUN, TaskState.ARCHIVED, TaskFilter.ALL);
    long archived = archive.run(progress -> {}).changed();
    long back = run.run(progress -> {}).changed();
    long deleted = delete.run(progress -> {}).changed();
    Await.until("worked off", () -> harness.inspector().queue("default").size() == 0);
    assertThat(back).isEqualTo(archived);
    assertThat(runs.values()).allMatch(times -> times == 1);
    assertThat(runs.size() + deleted).isEqualTo(ids.size());
    assertThat(ids).containsAll(runs.keySet());
  }

  @Test
  void runningTasksAreCancelledByFilter() {
    AtomicInteger cancelled = new AtomicInteger();
    TaskRouter router = new TaskRouter();
    router.handle(
        "*",
        context -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            cancelled.incrementAndGet();
            throw e;
          }
        });
    harness.start(harness.server(router).concurrency(4).lease(Duration.ofSeconds(1)));
    enqueue(4);
    Await.until("running", () -> count(TaskState.ACTIVE) == 4);
    assertThat(
            bulk(TaskAction.CANCEL, TaskState.ACTIVE, TaskFilter.ALL.withType("odd"))
                .run(progress -> {})
                .changed())
        .isEqualTo(2);
    Await.until("archived", () -> count(TaskState.ARCHIVED) == 2);
    assertThat(cancelled).hasValue(2);
    assertThat(count(TaskState.ACTIVE)).isEqualTo(2);
  }

  @Test
  void largeTasksAreReadAndChangedFewAtATime() {
    List<Task> large = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      large.add(Task.of("large", new byte[500_000]));
    }
    harness.client().enqueueAll(large);
    long reads = redis.calls("hmget");
    assertThat(harness.inspector().tasks("default", TaskState.PENDING).tasks()).hasSize(40);
    assertThat(redis.calls("hmget") - reads).isGreaterThan(15);

    // The script of an action asks this command for each state.
    long changes = redis.calls("zmscore");
    run(TaskAction.ARCHIVE, TaskState.PENDING, 40);
    assertThat(redis.calls("zmscore") - changes).isGreaterThan(60);
    assertThat(harness.inspector().tasks("default", TaskState.ARCHIVED).tasks())
        .hasSize(40)
        .allMatch(task -> task.payload().length == 500_000);
  }
}
