package io.kronosq.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueCounts.Waits;
import io.kronosq.schedule.Schedule;
import io.kronosq.store.ReportStore;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiagnosisTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness harness = new EngineHarness(redis);

  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void release() {
    release.countDown();
  }

  private List<Finding> findings() {
    return Diagnosis.of(harness.store()).findings();
  }

  private static Optional<Finding> find(List<Finding> findings, FindingCode code) {
    return findings.stream().filter(finding -> finding.code() == code).findFirst();
  }

  private Finding found(FindingCode code) {
    List<Finding> findings = findings();
    return find(findings, code)
        .orElseThrow(() -> new AssertionError(code + " is not among " + findings));
  }

  private void assertGone(FindingCode code) {
    assertThat(findings()).extracting(Finding::code).doesNotContain(code);
  }

  private static Task task(String type) {
    return Task.of(type, new byte[0]);
  }

  private KronosServer serve(String queue, String... types) {
    TaskRouter router = new TaskRouter();
    for (String type : types) {
      router.handle(type, context -> Await.signal(release));
    }
    KronosServer server =
        harness.start(
            harness.server(router).queue(queue, 1).concurrency(2).lease(Duration.ofSeconds(1)));
    Await.until(
        "it is told",
        () ->
            harness.inspector().servers().stream()
                .anyMatch(told -> told.alive() && told.report().weights().containsKey(queue)));
    return server;
  }

  @Test
  void anEvictionPolicyThatLosesTasksIsFound() {
    redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    try {
      Finding finding = found(FindingCode.REDIS_EVICTION);
      assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
      assertThat(finding.message()).contains("'allkeys-lru'");
      assertThat(finding.remedy()).contains("noeviction");
    } finally {
      redis.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
    }
    assertGone(FindingCode.REDIS_EVICTION);
  }

  @Test
  void shortMemoryIsFound() {
    long used = harness.inspector().redis().usedMemory();
    redis.command("CONFIG", "SET", "maxmemory", Long.toString(used * 10 / 9));
    try {
      assertThat(found(FindingCode.REDIS_MEMORY_LOW).message()).contains(" % of its maxmemory");
    } finally {
      redis.command("CONFIG", "SET", "maxmemory", "0");
    }
    assertGone(FindingCode.REDIS_MEMORY_LOW);
  }

  @Test
  void aRedisThatKeepsNothingOnDiskIsFound() {
    assertThat(found(FindingCode.REDIS_NOT_PERSISTENT).remedy()).contains("appendonly yes");
    redis.command("CONFIG", "SET", "save", "3600 1");
    try {
      assertGone(FindingCode.REDIS_NOT_PERSISTENT);
    } finally {
      redis.command("CONFIG", "SET", "save", "");
    }
  }

  @Test
  void aClockThatDiffersIsFound() {
    assertGone(FindingCode.CLOCK_SKEW);
    TimeSource ahead =
        new TimeSource() {
          @Override
          public Instant now() {
            return TimeSource.system().now().plusSeconds(90);
          }

          @Override
          public long nanos() {
            return TimeSource.system().nanos();
          }
        };
    Finding finding =
        find(Diagnosis.of(harness.store(), ahead).findings(), FindingCode.CLOCK_SKEW).orElseThrow();
    assertThat(finding.message()).contains("s ahead of Redis'");
  }

  @Test
  void aQueueThatNobodyServesIsFound() {
    harness.client().enqueue(task("a"), EnqueueOption.queue("orders"));
    Finding finding = found(FindingCode.QUEUE_WITHOUT_SERVER);
    assertThat(finding.subject()).isEqualTo("orders");
    assertThat(finding.message()).startsWith("1 task");
    serve("orders", "a");
    assertGone(FindingCode.QUEUE_WITHOUT_SERVER);
  }

  @Test
  void aPausedQueueInWhichTasksWaitIsFound() {
    harness.client().enqueue(task("a"), EnqueueOption.queue("orders"));
    assertGone(FindingCode.QUEUE_PAUSED_BACKLOG);
    harness.inspector().pauseQueue("orders");
    assertThat(found(FindingCode.QUEUE_PAUSED_BACKLOG).subject()).isEqualTo("orders");
  }

  @Test
  void aTypeThatNobodyHandlesIsFound() {
    serve("orders", "known", "import:*");
    harness.client().enqueue(task("unknown"), EnqueueOption.queue("orders"));
    Await.until(
        "it was passed over", () -> find(findings(), FindingCode.TYPE_WITHOUT_HANDLER).isPresent());
    Finding finding = found(FindingCode.TYPE_WITHOUT_HANDLER);
    assertThat(finding.subject()).isEqualTo("unknown");
    assertThat(finding.data()).containsEntry("queue", "orders");
  }

  @Test
  void typesThatAreHandledAreNotFound() {
    serve("orders", "known", "import:*");
    harness
        .client()
        .enqueue(
            task("import:rows"),
            EnqueueOption.queue("orders"),
            EnqueueOption.delay(Duration.ofHours(1)));
    harness
        .client()
        .enqueue(
            task("known"), EnqueueOption.queue("orders"), EnqueueOption.delay(Duration.ofHours(1)));
    assertGone(FindingCode.TYPE_WITHOUT_HANDLER);
  }

  @Test
  void aServerThatDiedAndTheTasksThatItHeldAreFound() {
    TaskStore doomed = harness.newStore();
    TaskRouter router = new TaskRouter();
    CountDownLatch running = new CountDownLatch(1);
    router.handle(
        "slow",
        context -> {
          running.countDown();
          Await.signal(release);
        });
    KronosServer.builder(doomed)
        .router(router)
        .queue("orders", 1)
        .lease(Duration.ofSeconds(1))
        .build()
        .start();
    harness.client().enqueue(task("slow"), EnqueueOption.queue("orders"));
    Await.signal(running);
    Await.until("it is told", () -> harness.inspector().servers().size() == 1);
    doomed.close();
    Await.until("it is dead", () -> find(findings(), FindingCode.SERVER_DEAD).isPresent());
    assertThat(found(FindingCode.TASKS_ORPHANED).message()).startsWith("1 task of queue 'orders'");
    assertThat(found(FindingCode.SERVER_DEAD).subjectKind()).isEqualTo(SubjectKind.SERVER);
  }

  @Test
  void aScheduleWhoseTicksNobodyTakesIsFound() {
    harness.inspector().schedules().add(Schedule.of("report", "@every 1m", task("r")));
    assertGone(FindingCode.SCHEDULE_LATE);
    long tenMinutesAgo = redis.now() - Duration.ofMinutes(10).toMillis();
    redis.command("HSET", "kronosq:{default}:t:report", "last", Long.toString(tenMinutesAgo));
    assertThat(found(FindingCode.SCHEDULE_LATE).subject()).isEqualTo("report");
    harness.inspector().schedules().pause("report");
    assertGone(FindingCode.SCHEDULE_LATE);
  }

  @Test
  void aBacklogThatGrowsIsFoundAndOneThatShrinksIsEstimated() {
    harness.client().enqueueAll(Collections.nCopies(300, task("a")), EnqueueOption.queue("orders"));
    Instant minute =
        Instant.ofEpochMilli(redis.now())
            .minus(Duration.ofMinutes(5))
            .truncatedTo(ChronoUnit.MINUTES);
    ReportStore reports = harness.store().reports();
    Await.answer(reports.backlog("orders", minute, 10));
    assertThat(found(FindingCode.BACKLOG_GROWING).message()).contains("300 wait");
    Await.answer(reports.backlog("orders", minute, 900));
    assertThat(found(FindingCode.BACKLOG_DRAINING).data()).containsKeys("etaMs", "pending");
    assertGone(FindingCode.BACKLOG_GROWING);
  }

  @Test
  void manyTasksThatFailForGoodAreFound() {
    harness.client().enqueue(task("a"), EnqueueOption.queue("orders"));
    String id = harness.inspector().tasks("orders", TaskState.PENDING).tasks().get(0).ref().id();
    harness.inspector().archiveTask("orders", id);
    Instant minute = Instant.ofEpochMilli(redis.now()).truncatedTo(ChronoUnit.MINUTES);
    Await.answer(
        harness
            .store()
            .reports()
            .add("orders", minute, new QueueCounts(50, 20, 5, 15, Duration.ZERO, Waits.NONE)));
    assertThat(found(FindingCode.ARCHIVE_GROWING).message())
        .startsWith("15 tasks of queue 'orders' failed for good in the last hour, of 70");
  }

  @Test
  void aRedisThatIsAwayIsWhatIsFound() {
    TaskStore store = harness.newStore();
    store.close();
    assertThat(Diagnosis.of(store).findings())
        .singleElement()
        .extracting(Finding::code)
        .isEqualTo(FindingCode.REDIS_UNREACHABLE);
  }

  @Test
  void theMostUrgentComesFirst() {
    harness.client().enqueue(task("a"), EnqueueOption.queue("orders"));
    assertThat(findings())
        .extracting(Finding::severity)
        .isSortedAccordingTo(Comparator.reverseOrder());
  }
}
