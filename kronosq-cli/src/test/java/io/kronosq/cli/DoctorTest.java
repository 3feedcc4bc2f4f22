package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.KronosServer;
import io.kronosq.diagnose.FindingCode;
import io.kronosq.handler.TaskRouter;
import io.kronosq.schedule.Schedule;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The doctor finds each fault that is planted here, and says its remedy. */
class DoctorTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness harness = new EngineHarness(redis);

  private final CountDownLatch release = new CountDownLatch(1);
  private StringWriter out = new StringWriter();

  @AfterEach
  void release() {
    release.countDown();
  }

  private int doctor(String uri, String... more) {
    out = new StringWriter();
    String[] arguments = new String[more.length + 1];
    arguments[0] = "doctor";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return Kronq.run(
        Map.of("KRONOSQ_REDIS_URI", uri),
        new PrintWriter(out, true),
        new PrintWriter(new StringWriter(), true),
        arguments);
  }

  private boolean finds(FindingCode code) {
    doctor(redis.uri(), "-o", "json");
    return out.toString().contains("{\"code\":\"" + code + "\"");
  }

  private void assertFound(FindingCode code) {
    assertThat(finds(code)).as(code + " is not in " + out).isTrue();
    doctor(redis.uri());
    assertThat(out.toString()).contains(" " + code + System.lineSeparator());
  }

  private void assertGone(FindingCode code) {
    assertThat(finds(code)).as(code + " is in " + out).isFalse();
  }

  private static Task task(String type) {
    return Task.of(type, new byte[0]);
  }

  private void enqueue(String type) {
    harness.client().enqueue(task(type), EnqueueOption.queue("orders"));
  }

  @Test
  void evictionOfTasksIsCritical() {
    redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    try {
      assertThat(doctor(redis.uri())).isEqualTo(ExitCode.CRITICAL);
      assertFound(FindingCode.REDIS_EVICTION);
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
      assertFound(FindingCode.REDIS_MEMORY_LOW);
    } finally {
      redis.command("CONFIG", "SET", "maxmemory", "0");
    }
    assertGone(FindingCode.REDIS_MEMORY_LOW);
  }

  @Test
  void aRedisThatKeepsNothingOnDiskIsFound() {
    assertFound(FindingCode.REDIS_NOT_PERSISTENT);
    redis.command("CONFIG", "SET", "save", "3600 1");
    try {
      assertGone(FindingCode.REDIS_NOT_PERSISTENT);
    } finally {
      redis.command("CONFIG", "SET", "save", "");
    }
  }

  @Test
  void aRedisThatIsAwayIsFound() {
    assertThat(doctor("redis://127.0.0.1:1")).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void aQueueWithoutServerIsFound() {
    assertGone(FindingCode.QUEUE_WITHOUT_SERVER);
    enqueue("a");
    assertFound(FindingCode.QUEUE_WITHOUT_SERVER);
  }

  @Test
  void aPausedQueueInWhichTasksWaitIsFound() {
    enqueue("a");
    assertGone(FindingCode.QUEUE_PAUSED_BACKLOG);
    harness.inspector().pauseQueue("orders");
    assertFound(FindingCode.QUEUE_PAUSED_BACKLOG);
  }

  @Test
  void aTypeThatNobodyHandlesIsFound() {
    TaskRouter router = new TaskRouter();
    router.handle("known", context -> Await.signal(release));
    harness.start(harness.server(router).queue("orders", 1).lease(Duration.ofSeconds(1)));
    assertGone(FindingCode.TYPE_WITHOUT_HANDLER);
    enqueue("unknown");
    Await.until("it was passed over", () -> finds(FindingCode.TYPE_WITHOUT_HANDLER));
    assertFound(FindingCode.TYPE_WITHOUT_HANDLER);
  }

  @Test
  void aDeadServerAndTheTasksThatItHeldAreFound() {
    assertGone(FindingCode.SERVER_DEAD);
    assertGone(FindingCode.TASKS_ORPHANED);
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
    enqueue("slow");
    Await.signal(running);
    Await.until("it is told", () -> harness.inspector().servers().size() == 1);
    doomed.close();
    Await.until("it is dead", () -> finds(FindingCode.SERVER_DEAD));
    assertFound(FindingCode.SERVER_DEAD);
    assertFound(FindingCode.TASKS_ORPHANED);
  }

  @Test
  void aScheduleWhoseTicksNobodyTakesIsFound() {
    harness.inspector().schedules().add(Schedule.of("report", "@every 1m", task("r")));
    assertGone(FindingCode.SCHEDULE_LATE);
    long tenMinutesAgo = redis.now() - Duration.ofMinutes(10).toMillis();
    redis.command("HSET", "kronosq:{default}:t:report", "last", Long.toString(tenMinutesAgo));
    assertFound(FindingCode.SCHEDULE_LATE);
  }

  @Test
  void aBacklogThatGrowsAndOneThatShrinksAreFound() {
    harness.client().enqueueAll(Collections.nCopies(300, task("a")), EnqueueOption.queue("orders"));
    Instant minute =
        Instant.ofEpochMilli(redis.now())
            .minus(Duration.ofMinutes(5))
            .truncatedTo(ChronoUnit.MINUTES);
    assertGone(FindingCode.BACKLOG_GROWING);
    Await.answer(harness.store().reports().backlog("orders", minute, 10));
    assertFound(FindingCode.BACKLOG_GROWING);
    Await.answer(harness.store().reports().backlog("orders", minute, 900));
    assertFound(FindingCode.BACKLOG_DRAINING);
  }
}
