package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.AsyncTaskHandler;
import io.kronosq.handler.CancelCause;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.LoggingMiddleware;
import io.kronosq.handler.RecoveryMiddleware;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskCancelledException;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskHandler;
import io.kronosq.handler.TaskMiddleware;
import io.kronosq.handler.TaskRouter;
import io.kronosq.task.Aggregation;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.TestRedis;
import io.kronosq.worker.ServerStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers that answer with a stage, and hold no thread until it completes. */
class AsyncHandlersTest {
  private static final EnqueueOption KEPT = EnqueueOption.retention(Duration.ofHours(1));
  private static final HandlerOptions AT_ONCE =
      HandlerOptions.DEFAULT.withRetryPolicy(RetryPolicy.fixed(Duration.ZERO));

  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final RecordedEvents events = new RecordedEvents();

  /** What the handler answered, by the task's id. */
  private final Map<String, CompletableFuture<Object>> stages = new ConcurrentHashMap<>();

  private final Map<String, TaskContext> contexts = new ConcurrentHashMap<>();

  private CompletableFuture<Object> keep(TaskContext context) {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    contexts.put(context.taskId(), context);
    stages.put(context.taskId(), stage);
    return stage;
  }

  private KronosServer.Builder server(AsyncTaskHandler handler) {
    return engine.server(new TaskRouter().handleAsync("t", handler, AT_ONCE)).onEvent(events);
  }

  private TaskRef enqueue(EnqueueOption... options) {
    return engine.client().enqueue("t", "x", options);
  }

  /** Enqueues a task and waits until its handler has answered with a stage. */
  private CompletableFuture<Object> started(TaskRef ref) {
    Await.until("it has started", () -> stages.containsKey(ref.id()));
    return stages.get(ref.id());
  }

  private TaskInfo info(TaskRef ref) {
    return engine.inspector().task(ref.queue(), ref.id()).orElseThrow();
  }

  @Test
  void aThousandTasksAreInFlightOnAHandfulOfThreads() {
    int count = 1_000;
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    ThreadPoolExecutor threads = (ThreadPoolExecutor) Executors.newFixedThreadPool(4);
    engine.closing(threads::shutdownNow);
    KronosServer server =
        engine.start(
            server(
                    context -> {
                      used.add(Thread.currentThread());
                      return keep(context);
                    })
                .concurrency(count)
                .executor(threads));
    engine
        .client()
        .enqueueAll(IntStream.range(0, count + 1).mapToObj(i -> Task.of("t", "p" + i)).toList());
    Await.until("all slots have a task", () -> stages.size() == count);
    Await.until("no thread is taken", () -> threads.getActiveCount() == 0);
    assertThat(server.status().busy()).as("slots").isEqualTo(count);
    assertThat(used).hasSizeLessThanOrEqualTo(4);
    stages.values().forEach(stage -> stage.complete(null));
    Await.until("the last one got the slot of another", () -> stages.size() == count + 1);
    stages.values().forEach(stage -> stage.complete(null));
    Await.until("all succeeded", () -> events.count(TaskEventType.SUCCEEDED) == count + 1);
    assertThat(engine.inspector().queue("default").size()).isZero();
    assertThat(server.status().busy()).isZero();
  }

  @Test
  void theTaskIsActiveUntilTheStageCompletesAndItsValueIsTheResult() {
    engine.start(server(this::keep));
    TaskRef ref = enqueue(KEPT);
    CompletableFuture<Object> stage = started(ref);
    assertThat(info(ref).state()).isEqualTo(TaskState.ACTIVE);
    stage.complete("the result");
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(info(ref).state()).isEqualTo(TaskState.COMPLETED);
    assertThat(info(ref).result(PayloadCodec.plain(), String.class)).contains("the result");
  }

  @Test
  void aStageThatIsCompleteAtOnceEndsTheTask() {
    engine.start(server(context -> CompletableFuture.completedFuture("at once")));
    TaskRef ref = enqueue(KEPT);
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(info(ref).result(PayloadCodec.plain(), String.class)).contains("at once");
  }

  @Test
  void aFailureOfTheStageIsTriedAgainLikeOneThatIsThrown() {
    AtomicInteger attempts = new AtomicInteger();
    IllegalStateException away = new IllegalStateException("no mail server");
    engine.start(
        server(
            context ->
                switch (attempts.incrementAndGet()) {
                  case 1 -> throw away;
                  case 2 -> CompletableFuture.failedFuture(away);
                  case 3 -> keep(context).thenApply(value -> value);
                  default -> CompletableFuture.completedFuture(null);
                }));
    TaskRef ref = enqueue();
    started(ref).completeExceptionally(away);
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(attempts).hasValue(4);
    assertThat(events.all())
        .filteredOn(event -> event.type() == TaskEventType.RETRIED)
        .hasSize(3)
        .allMatch(event -> event.error().className().equals(away.getClass().getName()));
  }

  @Test
  void aStageMayEndItsTaskForGood() {
    engine.start(server(this::keep));
    TaskRef ref = enqueue();
    started(ref).completeExceptionally(new CompletionException(new SkipRetryException("no")));
    assertThat(events.await(TaskEventType.ARCHIVED, ref.id()).error().message()).isEqualTo("no");
  }

  @Test
  void aHandlerThatAnswersNullIsToldSo() {
    engine.start(server(context -> null));
    TaskRef ref = enqueue(EnqueueOption.maxRetry(0));
    TaskEvent archived = events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(archived.error().message()).contains("'t'").contains("returned null");
  }

  @Test
  void whatIsToldAfterTheHandlerReturnedIsStored() {
    engine.start(server(this::keep));
    TaskRef ref = enqueue(KEPT);
    CompletableFuture<Object> stage = started(ref);
    TaskContext context = contexts.get(ref.id());
    context.progress(0.5, "half");
    context.log("a line");
    Await.answer(context.checkpoint("here"));
    assertThat(info(ref).notes().progress().message()).isEqualTo("half");
    stage.complete(null);
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(info(ref).notes().log()).containsExactly("a line");
  }

  @Test
  void theTimeLimitCancelsTheStageAndIsTheFailure() {
    engine.start(server(this::keep));
    TaskRef ref = enqueue(EnqueueOption.timeout(Duration.ofMillis(50)), EnqueueOption.maxRetry(0));
    CompletableFuture<Object> stage = started(ref);
    TaskEvent archived = events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(stage).isCancelled();
    assertThat(contexts.get(ref.id()).isCancelled()).isTrue();
    assertThat(archived.error().className()).isEqualTo(TaskCancelledException.class.getName());
    assertThat(archived.error().message()).contains("time limit");
  }

  @Test
  void anOperatorCancelsTheStage() {
    engine.start(server(this::keep).lease(Duration.ofSeconds(1)));
    TaskRef ref = enqueue();
    CompletableFuture<Object> stage = started(ref);
    engine.inspector().cancelTask(ref.queue(), ref.id());
    assertThat(events.await(TaskEventType.ARCHIVED, ref.id()).error().message())
        .contains("operator");
    assertThat(stage).isCancelled();
  }

  @Test
  void aStageThatCannotBeCancelledGivesItsSlotToOthers() {
    CompletableFuture<Object> endless = new CompletableFuture<>();
    KronosServer server =
        engine.start(
            server(context -> endless.minimalCompletionStage())
                .concurrency(1)
                .stuckAfter(Duration.ofMillis(50)));
    TaskRef ref = enqueue(EnqueueOption.timeout(Duration.ofMillis(50)), EnqueueOption.maxRetry(0));
    events.await(TaskEventType.STUCK, ref.id());
    events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(server.status().busy()).isZero();
    assertThat(server.status().stuck()).isEqualTo(1);
    endless.complete(null);
    Await.until("it is stuck no more", () -> server.status().stuck() == 0);
    assertThat(events.typesOf(ref.id())).doesNotContain(TaskEventType.SUCCEEDED);
  }

  @Test
  void whatTheHandlerHasUnderWayIsStoppedOnCancellation() {
    CompletableFuture<CancelCause> request = new CompletableFuture<>();
    engine.start(
        server(
            context -> {
              context.onCancel(
                  () -> {
                    throw new IllegalStateException("costs the others nothing");
                  });
              context.onCancel(() -> request.completeExceptionally(new IllegalStateException()));
              return request.minimalCompletionStage();
            }));
    TaskRef ref = enqueue(EnqueueOption.timeout(Duration.ofMillis(50)), EnqueueOption.maxRetry(0));
    events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(events.typesOf(ref.id())).doesNotContain(TaskEventType.STUCK);
    assertThat(request).isCompletedExceptionally();
  }

  @Test
  void aStopWaitsForStagesWithinTheGracePeriod() {
    KronosServer server = engine.start(server(this::keep).gracePeriod(Duration.ofSeconds(20)));
    TaskRef ref = enqueue(KEPT);
    CompletableFuture<Object> stage = started(ref);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
    Await.until("it takes no more", () -> server.status().state() == State.QUIET);
    stage.complete(null);
    Await.answer(stopped);
    assertThat(info(ref).state()).isEqualTo(TaskState.COMPLETED);
  }

  @Test
  void aStageThatIsNotDoneInTimeIsCancelledByTheStopAndItsTaskReturned() {
    KronosServer server = engine.start(server(this::keep).gracePeriod(Duration.ofMillis(50)));
    TaskRef ref = enqueue();
    CompletableFuture<Object> stage = started(ref);
    server.stop();
    assertThat(stage).isCancelled();
    assertThat(info(ref).state()).isEqualTo(TaskState.PENDING);
    assertThat(info(ref).attempts().retried()).isZero();
  }

  @Test
  void aStageThatCompletesAfterTheStopIsIgnored() {
    CompletableFuture<Object> endless = new CompletableFuture<>();
    CountDownLatch running = new CountDownLatch(1);
    KronosServer server =
        engine.start(
            server(
                context -> {
                  running.countDown();
                  return endless.minimalCompletionStage();
                }));
    TaskRef ref = enqueue();
    Await.signal(running);
    server.stop();
    endless.complete(null);
    assertThat(info(ref).state()).isEqualTo(TaskState.PENDING);
  }

  @Test
  void theLaterStagesRunOnTheServersExecutorWhateverThreadCompletesThem() {
    Queue<String> threads = new ConcurrentLinkedQueue<>();
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .use(
                        new TaskMiddleware() {
                          @Override
                          public TaskHandler wrap(TaskHandler next) {
                            throw new AssertionError("The handler is asynchronous");
                          }

                          @Override
                          public AsyncTaskHandler wrapAsync(AsyncTaskHandler next) {
                            return context ->
                                next.handle(context)
                                    .whenComplete(
                                        (value, failure) -> {
                                          threads.add(Thread.currentThread().getName());
                                          threads.add(value + "");
                                        });
                          }
                        })
                    .handleAsync(
                        "t",
                        context ->
                            keep(context)
                                .thenApplyAsync(
                                    value -> {
                                      threads.add(Thread.currentThread().getName());
                                      return value;
                                    },
                                    context.executor())))
            .onEvent(events));
    TaskRef ref = enqueue();
    started(ref).complete("done");
    events.await(TaskEventType.SUCCEEDED, ref.id());
    assertThat(threads).hasSize(3).element(2).isEqualTo("done");
    assertThat(threads).first().asString().startsWith("kronosq-worker-");
    assertThat(threads).element(1).asString().startsWith("kronosq-worker-");
  }

  @Test
  void theMiddlewareOfTheLibraryKnowsAsynchronousHandlers() {
    engine.start(
        engine
            .server(
                new TaskRouter()
                    .use(new LoggingMiddleware(), new RecoveryMiddleware())
                    .handleAsync("t", this::keep))
            .onEvent(events));
    TaskRef ref = enqueue(EnqueueOption.timeout(Duration.ofMillis(50)), EnqueueOption.maxRetry(0));
    CompletableFuture<Object> stage = started(ref);
    events.await(TaskEventType.ARCHIVED, ref.id());
    assertThat(stage).as("its own stage is cancelled").isCancelled();
  }

  @Test
  void onlyTheFailedTasksOfABatchAreTriedAgain() {
    Queue<List<String>> batches = new ConcurrentLinkedQueue<>();
    engine.start(
        server(
            context -> {
              batches.add(
                  context.batch().stream().map(item -> item.payload(String.class)).toList());
              return CompletableFuture.runAsync(
                  () -> {
                    if (batches.size() == 1) {
                      context.batch().get(1).fail(new IllegalStateException("for the test"));
                    }
                  });
            }));
    engine
        .client()
        .enqueueAll(
            IntStream.range(0, 3).mapToObj(i -> Task.of("t", "p" + i)).toList(),
            EnqueueOption.group("g", new Aggregation(3, Duration.ofHours(1), Duration.ofHours(1))));
    Await.until("both batches are done", () -> events.count(TaskEventType.SUCCEEDED) == 1);
    assertThat(batches).containsExactly(List.of("p0", "p1", "p2"), List.of("p1"));
  }
}
