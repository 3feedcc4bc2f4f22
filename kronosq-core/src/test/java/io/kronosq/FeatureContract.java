package io.kronosq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.event.FeedEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryPolicy;
import io.kronosq.handler.TaskHandler;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.inspect.TaskPage;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.schedule.Schedule;
import io.kronosq.store.Layout;
import io.kronosq.task.Aggregation;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Limits;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.LeastRights;
import io.kronosq.testing.RecordedEvents;
import io.kronosq.testing.RedisFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The features end to end, of a queue of four partitions, on every kind of Redis, for a user with
 * the rights that the documentation asks for.
 */
abstract class FeatureContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final EnqueueOption TO_QUEUE = EnqueueOption.queue("q");

  @RegisterExtension final EngineHarness engine = new EngineHarness(() -> LeastRights.on(redis()));

  private final RecordedEvents events = new RecordedEvents();
  private final Queue<String> done = new ConcurrentLinkedQueue<>();

  /** Of the test class. */
  abstract RedisFixture redis();

  @BeforeEach
  void partitionTheQueue() {
    inspector().setPartitions("q", 4);
  }

  private Inspector inspector() {
    return engine.inspector();
  }

  private KronosServer serve(TaskHandler handler) {
    HandlerOptions soon =
        HandlerOptions.DEFAULT.withRetryPolicy(RetryPolicy.fixed(Duration.ofMillis(10)));
    return engine.start(
        engine
            .server(new TaskRouter().handle("t", handler, soon))
            .queue("q", 1)
            .lease(Duration.ofSeconds(2))
            .onEvent(events));
  }

  private KronosServer serve() {
    return serve(task -> done.add(task.payload(String.class)));
  }

  private TaskRef enqueue(String payload, EnqueueOption... options) {
    return engine.client().enqueue("t", payload, toQueue(options));
  }

  private void enqueue(int count, String payload, EnqueueOption... options) {
    engine.client().enqueueAll(Collections.nCopies(count, Task.of("t", payload)), toQueue(options));
  }

  private static EnqueueOption[] toQueue(EnqueueOption... options) {
    return Stream.concat(Stream.of(TO_QUEUE), Stream.of(options)).toArray(EnqueueOption[]::new);
  }

  private TaskInfo info(TaskRef task) {
    return inspector().task("q", task.id()).orElseThrow();
  }

  private void awaitState(TaskRef task, TaskState state) {
    Await.until("it is " + state, () -> info(task).state() == state);
  }

  private void awaitDone(int count) {
    Await.until(count + " are done", () -> done.size() == count);
  }

  @Test
  void manyTasksFromSeveralProcessesAreDoneOnce() {
    serve();
    serve();
    try (KronosClient elsewhere = KronosClient.open(LeastRights.on(redis()))) {
      for (int i = 0; i < 20; i++) {
        elsewhere.enqueue("t", "x", TO_QUEUE);
      }
    }
    enqueue(480, "x");
    Await.until("all are gone", () -> inspector().queue("q").size() == 0);
    assertThat(done).hasSize(500);
  }

  @Test
  void resultsAreKept() {
    serve(task -> task.result("result of " + task.payload(String.class)));
    TaskRef task = enqueue("x", EnqueueOption.retention(HOUR));
    awaitState(task, TaskState.COMPLETED);
    assertThat(info(task).result()).isEqualTo("result of x".getBytes(UTF_8));
    assertThat(inspector().task(task.id())).isPresent();
  }

  @Test
  void uniqueTasksAreRefusedUntilTheOneThatIsThereIsDone() {
    EnqueueOption lock = EnqueueOption.unique(Unique.byKey("key", HOUR));
    TaskRef first = enqueue("x", lock);
    assertThatExceptionOfType(DuplicateTaskException.class)
        .isThrownBy(() -> enqueue("x", lock))
        .satisfies(refused -> assertThat(refused.existingTaskId()).isEqualTo(first.id()));
    serve();
    Await.until("it is gone", () -> inspector().task("q", first.id()).isEmpty());
    enqueue("x", lock);
    awaitDone(2);
  }

  @Test
  void aWaitingTaskIsReplaced() {
    EnqueueOption lock = EnqueueOption.unique(Unique.byKey("key", HOUR).replacing());
    enqueue("old", lock);
    assertThat(enqueue("new", lock).replaced()).isTrue();
    serve();
    awaitDone(1);
    assertThat(done).containsExactly("new");
  }

  @Test
  void delayedTasksRunWhenTheyAreDue() {
    serve();
    Instant due = Instant.ofEpochMilli(redis().now() + 300);
    TaskRef task = enqueue("x", EnqueueOption.processAt(due));
    assertThat(info(task).state()).isEqualTo(TaskState.SCHEDULED);
    awaitDone(1);
    assertThat(redis().now()).isGreaterThanOrEqualTo(due.toEpochMilli());
  }

  @Test
  void failuresAreRetriedThenArchivedAndTriedAgainOnDemand() {
    AtomicInteger attempts = new AtomicInteger();
    serve(
        task -> {
          if (attempts.incrementAndGet() < 4) {
            throw new IllegalStateException("attempt " + attempts);
          }
        });
    TaskRef task = enqueue("x", EnqueueOption.maxRetry(2), EnqueueOption.retention(HOUR));
    events.await(TaskEventType.ARCHIVED, task.id());
    assertThat(info(task).state()).isEqualTo(TaskState.ARCHIVED);
    assertThat(info(task).attempts().attempts()).hasSize(3);
    assertThat(inspector().retryTask("q", task.id()).done()).isTrue();
    awaitState(task, TaskState.COMPLETED);
  }

  @Test
  void runningTasksAreCancelled() {
    CountDownLatch inside = new CountDownLatch(1);
    serve(
        task -> {
          inside.countDown();
          Await.until("it is cancelled", task::isCancelled);
          task.throwIfCancelled();
        });
    TaskRef task = enqueue("x");
    Await.signal(inside);
    assertThat(inspector().cancelTask("q", task.id()).done()).isTrue();
    Await.until("it has ended", () -> inspector().queue("q").active() == 0);
    assertThat(events.typesOf(task.id())).doesNotContain(TaskEventType.SUCCEEDED);
  }

  @Test
  void aPausedQueueRestsUntilItIsResumed() {
    inspector().pauseQueue("q");
    serve();
    enqueue(8, "x");
    assertThat(inspector().queue("q").paused()).isTrue();
    assertThat(inspector().queue("q").pending()).isEqualTo(8);
    assertThat(done).isEmpty();
    inspector().resumeQueue("q");
    awaitDone(8);
  }

  @Test
  void tasksArePagedFilteredAndChangedInBulk() {
    enqueue(30, "x", EnqueueOption.header("tenant", "a"));
    enqueue(20, "x", EnqueueOption.header("tenant", "b"));
    TaskFilter ofA = TaskFilter.ALL.withHeader("tenant", "a");
    List<TaskInfo> found = new ArrayList<>();
    TaskQuery query = TaskQuery.of("q", TaskState.PENDING).matching(ofA).limitedTo(7);
    TaskPage page = inspector().tasks(query);
    found.addAll(page.tasks());
    while (page.next() != null) {
      page = inspector().tasks(query.after(page.next()));
      found.addAll(page.tasks());
    }
    assertThat(found).hasSize(30).extracting(task -> task.ref().id()).doesNotHaveDuplicates();
    BulkAction archive = inspector().bulk(TaskAction.ARCHIVE, "q", TaskState.PENDING, ofA);
    assertThat(archive.count(progress -> {}).matched()).isEqualTo(30);
    assertThat(archive.run(progress -> {}).changed()).isEqualTo(30);
    assertThat(inspector().queue("q"))
        .satisfies(
            queue -> {
              assertThat(queue.pending()).isEqualTo(20);
              assertThat(queue.archived()).isEqualTo(30);
            });
    BulkRunner runner = engine.closing(BulkRunner.start(engine.store()));
    BulkJobs jobs = inspector().jobs();
    String retry =
        jobs.start(
                new BulkRequest(
                    TaskAction.RETRY, "q", TaskState.ARCHIVED, TaskFilter.ALL, false, "ann"))
            .id();
    Await.until("the job is done", () -> !jobs.get(retry).orElseThrow().status().isOpen());
    assertThat(jobs.get(retry).orElseThrow().progress().changed()).isEqualTo(30);
    assertThat(inspector().queue("q").pending()).isEqualTo(50);
    runner.close();
    inspector().deleteQueue("q", true);
    assertThat(inspector().queues()).isEmpty();
    // For a while a former partition remembers that it is one.
    assertThat(redis().texts("KEYS", "kronosq:{q*")).containsExactly("kronosq:{q}:closed");
  }

  @Test
  void schedulersTogetherEnqueueEachTickOnce() {
    Queue<String> ticks = new ConcurrentLinkedQueue<>();
    serve(task -> ticks.add(task.headers().get(Schedule.TICK_HEADER)));
    Schedule schedule = Schedule.of("s", "@every 1s", Task.of("t", "x"), TO_QUEUE);
    engine.closing(Scheduler.builder(engine.store()).schedule(schedule).build()).start();
    engine.closing(Scheduler.builder(engine.newStore()).schedule(schedule).build()).start();
    Await.until("two ticks are handled", () -> ticks.size() >= 2);
    assertThat(ticks).doesNotHaveDuplicates();
    assertThat(inspector().schedules().history("s", 10)).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void limitsHoldForEachKeyOnAllServers() {
    inspector().limits("q").setEachKey(Limits.concurrent(1));
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    TaskHandler handler =
        task -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          running.decrementAndGet();
          done.add("x");
        };
    serve(handler);
    serve(handler);
    enqueue(60, "x", EnqueueOption.limitKey("tenant"));
    awaitDone(60);
    assertThat(most).hasValue(1);
  }

  @Test
  void tasksOfAGroupAreOneCallOfTheHandler() {
    List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    serve(task -> batches.add(task.batch().size()));
    EnqueueOption group = EnqueueOption.group("g", new Aggregation(5, HOUR, HOUR));
    IntStream.range(0, 10).forEach(i -> enqueue("x", group));
    Await.until("all are gone", () -> inspector().queue("q").size() == 0);
    assertThat(batches).containsExactly(5, 5);
  }

  @Test
  void aTaskGoesOnFromItsCheckpoint() {
    serve(
        task -> {
          if (task.retried() == 0) {
            task.progress(0.5, "half");
            task.log("one half");
            Await.answer(task.checkpoint("row 7"));
            throw new IllegalStateException("not yet");
          }
          done.add(task.lastCheckpoint(String.class).orElse("none"));
        });
    TaskRef task = enqueue("x", EnqueueOption.retention(HOUR));
    awaitState(task, TaskState.COMPLETED);
    assertThat(done).containsExactly("row 7");
    assertThat(info(task).notes().log()).contains("one half");
  }

  @Test
  void serversTellOfThemselvesAndOfWhatTheyHaveDone() {
    KronosServer server = serve();
    Await.until("it has told", () -> inspector().servers().size() == 1);
    Set<String> served = new HashSet<>(Layout.of("q", 4).partitions());
    // The partition of the time before, for what it still has.
    served.add("q");
    Await.until(
        "its leases are seen", () -> inspector().servers().get(0).leases().keySet().equals(served));
    assertThat(inspector().servers().get(0).alive()).isTrue();
    enqueue(40, "x");
    awaitDone(40);
    server.stop();
    assertThat(inspector().servers()).isEmpty();
    assertThat(inspector().history("q").total().succeeded()).isEqualTo(40);
  }

  @Test
  void tasksOfAServerThatDiedAreDoneByAnother() {
    CountDownLatch inside = new CountDownLatch(1);
    RedisTaskStore connections = engine.newStore();
    engine.start(
        KronosServer.builder(connections)
            .router(
                new TaskRouter()
                    .handle(
                        "t",
                        task -> {
                          inside.countDown();
                          new CountDownLatch(1).await();
                        }))
            .queue("q", 1)
            .lease(Duration.ofSeconds(1))
            .gracePeriod(Duration.ofMillis(100)));
    enqueue("x");
    Await.signal(inside);
    connections.close();
    serve();
    awaitDone(1);
  }

  @Test
  void whatMattersOfRedisIsTold() {
    assertThat(inspector().redis().role()).isEqualTo("master");
    assertThat(inspector().redis().usedMemory()).isPositive();
    assertThat(inspector().redis().evictionPolicy()).isEqualTo("noeviction");
    assertThat(inspector().problems()).isEmpty();
  }

  @Test
  void whoeverWatchesHearsOfTheEventsOfAllServers() {
    Queue<FeedEvent> heard = new ConcurrentLinkedQueue<>();
    EventFeed feed = engine.closing(EventFeed.open(engine.newStore()));
    feed.subscribe(heard::add, null);
    serve();
    Await.until(
        "the servers pass their events on",
        () -> {
          enqueue("again");
          return !heard.isEmpty();
        });
    assertThat(heard).first().isInstanceOf(FeedEvent.OfTask.class);
  }
}
