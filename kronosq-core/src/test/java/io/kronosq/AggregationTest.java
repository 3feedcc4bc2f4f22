package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.BatchFailureException;
import io.kronosq.handler.BatchItem;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.GroupInfo;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.task.Aggregation;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AggregationTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final EnqueueOption BY_SIZE =
      EnqueueOption.group("g", new Aggregation(3, HOUR, HOUR));
  private static final HandlerOptions AT_ONCE =
      HandlerOptions.DEFAULT.withRetryPolicy((retried, failure) -> Duration.ofMillis(1));

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final List<List<String>> batches = new CopyOnWriteArrayList<>();

  private void note(List<BatchItem> batch) {
    batches.add(batch.stream().map(item -> item.payload(String.class)).toList());
  }

  private TaskRouter noting() {
    return new TaskRouter().handle("t", task -> note(task.batch()), AT_ONCE);
  }

  private List<TaskRef> enqueue(int count, EnqueueOption... options) {
    return engine
        .client()
        .enqueueAll(
            IntStream.range(0, count).mapToObj(i -> Task.of("t", "p" + i)).toList(), options);
  }

  private void awaitEmptyQueue() {
    Await.until("all is done", () -> engine.inspector().queue("default").size() == 0);
  }

  @Test
  void aFullGroupIsOneCallOfTheHandler() {
    engine.start(engine.server(noting()));
    enqueue(6, BY_SIZE);
    awaitEmptyQueue();
    assertThat(batches)
        .containsExactlyInAnyOrder(List.of("p0", "p1", "p2"), List.of("p3", "p4", "p5"));
  }

  @Test
  void anIdleServerProcessesAGroupWhenItsGracePeriodIsOver() {
    engine.start(engine.server(noting()));
    enqueue(2, EnqueueOption.group("g", new Aggregation(100, HOUR, Duration.ofMillis(100))));
    awaitEmptyQueue();
    assertThat(batches).containsExactly(List.of("p0", "p1"));
  }

  @Test
  void anItemHasWhatWasEnqueued() {
    List<BatchItem> items = new CopyOnWriteArrayList<>();
    engine.start(engine.server(new TaskRouter().handle("t", task -> items.addAll(task.batch()))));
    List<TaskRef> refs = enqueue(3, BY_SIZE, EnqueueOption.header("h", "v"));
    awaitEmptyQueue();
    assertThat(items)
        .extracting(BatchItem::taskId)
        .isEqualTo(refs.stream().map(TaskRef::id).toList());
    assertThat(items).allMatch(item -> item.headers().equals(Map.of("h", "v")));
  }

  @Test
  void aTaskWithoutAGroupIsABatchOfOne() {
    engine.start(engine.server(noting()));
    enqueue(1);
    awaitEmptyQueue();
    assertThat(batches).containsExactly(List.of("p0"));
  }

  @Test
  void aHandlerThatKnowsNoBatchesIsToldSo() {
    RecordedEvents events = new RecordedEvents();
    engine.start(
        engine
            .server(new TaskRouter().handle("t", task -> task.payload(String.class)))
            .onEvent(events));
    enqueue(3, BY_SIZE);
    assertThat(firstArchived(events).error().message()).contains("batch()");
  }

  private static TaskEvent firstArchived(RecordedEvents events) {
    Await.until("it is archived", () -> events.count(TaskEventType.ARCHIVED) > 0);
    return events.all().stream()
        .filter(event -> event.type() == TaskEventType.ARCHIVED)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void onlyTheTasksThatFailedAreTriedAgain() {
    TaskRouter router =
        new TaskRouter()
            .handle(
                "t",
                task -> {
                  note(task.batch());
                  if (task.retried() == 0) {
                    task.batch().get(1).fail(new IllegalStateException("no"));
                  }
                },
                AT_ONCE);
    engine.start(engine.server(router));
    enqueue(3, BY_SIZE);
    awaitEmptyQueue();
    assertThat(batches).containsExactly(List.of("p0", "p1", "p2"), List.of("p1"));
  }

  @Test
  void aFailureMayNameTheTasksThatFailed() {
    TaskRouter router =
        new TaskRouter()
            .handle(
                "t",
                task -> {
                  note(task.batch());
                  if (task.retried() == 0) {
                    throw new BatchFailureException(
                        Map.of(task.batch().get(2).taskId(), new IllegalStateException("no")));
                  }
                },
                AT_ONCE);
    engine.start(engine.server(router));
    enqueue(3, BY_SIZE);
    awaitEmptyQueue();
    assertThat(batches).containsExactly(List.of("p0", "p1", "p2"), List.of("p2"));
  }

  @Test
  void aFailureThatNamesTasksIsJoinedWithWhatItemsSaid() {
    TaskRouter router =
        new TaskRouter()
            .handle(
                "t",
                task -> {
                  note(task.batch());
                  if (task.retried() == 0) {
                    task.batch().get(0).fail(new SkipRetryException("useless"));
                    throw new BatchFailureException(
                        Map.of(task.batch().get(2).taskId(), new IllegalStateException("no")));
                  }
                },
                AT_ONCE);
    engine.start(engine.server(router));
    enqueue(3, BY_SIZE);
    awaitEmptyQueue();
    assertThat(batches).containsExactly(List.of("p0", "p1", "p2"), List.of("p0", "p2"));
  }

  @Test
  void aFailureThatNamesNoTaskOfTheBatchIsOneOfAll() {
    TaskRouter router =
        new TaskRouter()
            .handle(
                "t",
                task -> {
                  note(task.batch());
                  if (task.retried() == 0) {
                    task.batch().get(0).fail(new IllegalStateException("no"));
                    throw new BatchFailureException(
                        Map.of("of another batch", new IllegalStateException("no")));
                  }
                },
                AT_ONCE);
    engine.start(engine.server(router));
    enqueue(3, BY_SIZE);
    awaitEmptyQueue();
    assertThat(batches).containsExactly(List.of("p0", "p1", "p2"), List.of("p0", "p1", "p2"));
  }

  @Test
  void anyOtherFailureIsOneOfTheWholeBatch() {
    TaskRouter router =
        new TaskRouter()
            .handle(
                "t",
                task -> {
                  note(task.batch());
                  if (task.retried() == 0) {
                    task.batch().get(1).fail(new IllegalStateException("no"));
                    throw new IllegalStateException("nothing was done");
                  }
                },
                AT_ONCE);
    engine.start(engine.server(router));
    enqueue(3, BY_SIZE);
    awaitEmptyQueue();
    assertThat(batches).containsExactly(List.of("p0", "p1", "p2"), List.of("p0", "p1", "p2"));
  }

  @Test
  void whatIsArchivedOfABatchIsRetriedByAnOperator() {
    TaskRouter router =
        new TaskRouter()
            .handle(
                "t",
                task -> {
                  note(task.batch());
                  if (task.batch().size() == 3) {
                    task.batch().get(0).fail(new SkipRetryException("useless"));
                  }
                },
                AT_ONCE);
    RecordedEvents events = new RecordedEvents();
    engine.start(engine.server(router).onEvent(events));
    enqueue(3, BY_SIZE);
    String id = firstArchived(events).taskId();
    assertThat(engine.inspector().retryTask("default", id).done()).isTrue();
    awaitEmptyQueue();
    assertThat(batches).containsExactly(List.of("p0", "p1", "p2"), List.of("p0"));
  }

  @Test
  void defaultsOfATypeNameAGroupAndTheCallHasTheLastWord() {
    KronosClient client =
        KronosClient.builder(engine.store())
            .defaults("t", EnqueueOption.group("all", new Aggregation(2, HOUR, HOUR)))
            .build();
    client.enqueue("t", "1");
    client.enqueue("t", "2", EnqueueOption.group("own"));
    client.enqueue("t", "3", EnqueueOption.ungrouped());
    client.enqueue("t", "4", EnqueueOption.group("own"));
    Inspector inspector = engine.inspector();
    assertThat(inspector.groups("default")).extracting(GroupInfo::name).containsExactly("all");
    assertThat(inspector.queue("default").pending()).isEqualTo(2);
    assertThat(inspector.queue("default").aggregating()).isEqualTo(1);
  }

  @Test
  void whatContradictsAGroupIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> enqueue(1, BY_SIZE, EnqueueOption.delay(HOUR)))
        .withMessageContaining("'g'")
        .withMessageContaining("delay");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> enqueue(1, BY_SIZE, EnqueueOption.unique(Unique.byType(HOUR))))
        .withMessageContaining("unique lock");
    assertThatIllegalArgumentException().isThrownBy(() -> new Aggregation(0, HOUR, HOUR));
    assertThatIllegalArgumentException().isThrownBy(() -> new Aggregation(1_001, HOUR, HOUR));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Aggregation(1, Duration.ZERO, HOUR))
        .withMessageContaining("maxDelay");
  }

  @Test
  void anInspectorSeesTasksInGroupsAndRunsOrDeletesThem() {
    Inspector inspector = engine.inspector();
    List<TaskRef> refs = enqueue(2, BY_SIZE);
    assertThat(inspector.tasks("default", TaskState.AGGREGATING).tasks())
        .extracting(TaskInfo::ref)
        .isEqualTo(refs);
    assertThat(inspector.task(refs.get(0).id()).orElseThrow().state())
        .isEqualTo(TaskState.AGGREGATING);
    assertThat(inspector.deleteTask("default", refs.get(0).id()).done()).isTrue();
    assertThat(inspector.runGroup("default", "t", "g")).isEqualTo(1);
    assertThat(inspector.queue("default").pending()).isEqualTo(1);
    enqueue(2, BY_SIZE);
    assertThat(
            inspector
                .bulk(TaskAction.DELETE, "default", TaskState.AGGREGATING, TaskFilter.ALL)
                .run(progress -> {})
                .changed())
        .isEqualTo(2);
    inspector.deleteQueue("default", true);
    assertThat(inspector.queue("default").size()).isZero();
  }

  @Test
  void anInspectorTellsTheTasksOfABatchAndOfASingleTaskItself() {
    Inspector inspector = engine.inspector();
    List<TaskRef> refs = enqueue(3, BY_SIZE, EnqueueOption.header("h", "v"));
    TaskInfo batch = inspector.tasks("default", TaskState.PENDING).tasks().get(0);
    assertThat(batch.batch()).isTrue();
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> batch.payload(PayloadCodec.plain(), String.class))
        .withMessageContaining(batch.ref().id())
        .withMessageContaining("Inspector.batch");
    List<TaskInfo> tasks = inspector.batch(batch);
    assertThat(tasks).extracting(TaskInfo::ref).isEqualTo(refs);
    assertThat(tasks)
        .extracting(task -> task.payload(PayloadCodec.plain(), String.class))
        .containsExactly("p0", "p1", "p2");
    assertThat(tasks)
        .allMatch(task -> task.state() == TaskState.PENDING && !task.batch())
        .allMatch(task -> task.headers().equals(Map.of("h", "v")));
    assertThat(inspector.batch(tasks.get(0))).containsExactly(tasks.get(0));
  }

  @Test
  void aGroupOfAPartitionedQueueIsInOnePartitionAndItsBatchIsFoundByItsId() {
    KronosClient client = KronosClient.builder(engine.store()).partitions("parted", 4).build();
    Aggregation how = new Aggregation(20, HOUR, HOUR);
    for (int i = 0; i < 20; i++) {
      client.enqueue("t", "p" + i, EnqueueOption.queue("parted"), EnqueueOption.group("g", how));
    }
    Inspector inspector = engine.inspector();
    assertThat(inspector.queue("parted").aggregating()).isZero();
    TaskInfo batch = inspector.tasks("parted", TaskState.PENDING).tasks().get(0);
    assertThat(batch.ref().id()).matches("[0-9A-Z]{26}-\\d\\.4");
    assertThat(inspector.task("parted", batch.ref().id())).isPresent();
    inspector.deleteQueue("parted", true);
  }
}
