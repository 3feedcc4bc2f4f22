package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.ConcurrencySample;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueCounts.Waits;
import io.kronosq.inspect.QueueHistory;
import io.kronosq.inspect.QueueHistory.Slice;
import io.kronosq.inspect.RunningTask;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServerReportsTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness harness = new EngineHarness(redis);

  private static Task task(String type) {
    return Task.of(type, new byte[0]);
  }

  private List<ServerInfo> servers() {
    return harness.inspector().servers();
  }

  @Test
  void aServerTellsWhoItIsAndWhatItRuns() {
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    TaskRouter router = new TaskRouter();
    router.handle(
        "slow",
        context -> {
          running.countDown();
          Await.signal(release);
        });
    KronosServer server =
        harness.start(
            harness
                .server(router)
                .name("shop")
                .queue("mail", 3)
                .queue("import", 1)
                .concurrency(5)
                .lease(Duration.ofSeconds(1)));
    Instant before = Instant.ofEpochMilli(redis.now());
    TaskRef task = harness.client().enqueue(task("slow"), EnqueueOption.queue("mail"));
    harness.client().enqueue(task("slow"), EnqueueOption.queue("import"));
    Await.signal(running);
    Await.until(
        "it tells so",
        () -> servers().size() == 1 && servers().get(0).report().running().size() == 2);

    ServerInfo told = servers().get(0);
    assertThat(told.alive()).isTrue();
    assertThat(told.leases()).containsOnlyKeys("mail", "import");
    assertThat(told.seenAt()).isBetween(before, Instant.ofEpochMilli(redis.now()));
    assertThat(told.report().name()).isEqualTo("shop");
    assertThat(told.report().pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(told.report().host()).isNotBlank();
    assertThat(told.report().concurrency().target()).isEqualTo(5);
    assertThat(told.report().weights()).isEqualTo(Map.of("mail", 3, "import", 1));
    assertThat(told.report().quiet()).isFalse();
    RunningTask shown =
        told.report().running().stream()
            .filter(candidate -> candidate.task().equals(task))
            .findFirst()
            .orElseThrow();
    assertThat(shown.type()).isEqualTo("slow");
    assertThat(shown.since()).isAfterOrEqualTo(before.minusSeconds(1));
    String holder = harness.inspector().task("mail", task.id()).orElseThrow().server();
    assertThat(told.report().leases()).containsEntry("mail", holder);

    release.countDown();
    server.stop();
    assertThat(servers()).isEmpty();
  }

  @Test
  void aServerThatDiedIsToldAsDead() {
    TaskStore doomed = harness.newStore();
    KronosServer.builder(doomed)
        .router(new TaskRouter())
        .lease(Duration.ofSeconds(1))
        .build()
        .start();
    Await.until("it is alive", () -> servers().stream().anyMatch(ServerInfo::alive));
    doomed.close();
    Await.until("it is dead", () -> servers().size() == 1 && !servers().get(0).alive());
  }

  @Test
  void countsAreExactOnceTheServersHaveStopped() {
    TaskRouter router = new TaskRouter();
    router.handle("good", context -> {});
    router.handle(
        "bad",
        context -> {
          throw new SkipRetryException("no");
        });
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      tasks.add(task("good"));
    }
    for (int i = 0; i < 40; i++) {
      tasks.add(task("bad"));
    }
    KronosServer one = harness.start(harness.server(router).concurrency(4));
    KronosServer two = harness.start(harness.server(router).concurrency(4));
    harness.client().enqueueAll(tasks);
    Await.until(
        "worked off",
        () -> {
          QueueInfo queue = harness.inspector().queue("default");
          return queue.archived() == 40 && queue.size() == 40;
        });
    one.stop();
    two.stop();

    QueueHistory history = harness.inspector().history("default");
    assertThat(history.total())
        .isEqualTo(
            new QueueCounts(3_000, 40, 0, 40, history.total().runtime(), history.total().waits()));
    assertThat(history.total().processed()).isEqualTo(3_040);
    assertThat(history.total().meanRuntime()).isPositive();
    QueueCounts sum =
        history.minutes().stream().map(Slice::counts).reduce(QueueCounts.NONE, QueueCounts::plus);
    assertThat(sum).isEqualTo(history.total());
    assertThat(
            history.hours().stream().map(Slice::counts).reduce(QueueCounts.NONE, QueueCounts::plus))
        .isEqualTo(history.total());
    Instant now = Instant.ofEpochMilli(redis.now());
    assertThat(history.minutes())
        .allSatisfy(
            minute -> assertThat(minute.start()).isBetween(now.minus(Duration.ofMinutes(3)), now));
  }

  @Test
  void countsThatCouldNotBeStoredAreStoredLater() {
    CountDownLatch done = new CountDownLatch(200);
    TaskRouter router = new TaskRouter();
    router.handle("good", context -> done.countDown());
    KronosServer server = harness.start(harness.server(router).lease(Duration.ofSeconds(1)));
    redis.command("SET", "kronosq:{default}:st", "in the way");
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      tasks.add(task("good"));
    }
    harness.client().enqueueAll(tasks);
    Await.signal(done);
    Await.until(
        "it was tried",
        () -> redis.command("INFO", "errorstats").toString().contains("errorstat_WRONGTYPE"));
    redis.command("DEL", "kronosq:{default}:st");
    server.stop();
    assertThat(harness.inspector().history("default").total().succeeded()).isEqualTo(200);
  }

  @Test
  void itIsToldHowLongTasksWaitedForTheirFirstAttempt() {
    TaskRouter router = new TaskRouter();
    router.handle("good", context -> {});
    harness.client().enqueueAll(List.of(task("good"), task("good")));
    long enqueued = redis.now();
    Await.until("they have waited", () -> redis.now() - enqueued >= 300);
    KronosServer server = harness.start(harness.server(router));
    Await.until("worked off", () -> harness.inspector().queue("default").size() == 0);
    server.stop();

    for (QueueHistory history :
        List.of(harness.inspector().history("default"), harness.inspector().history())) {
      Waits waits = history.total().waits();
      assertThat(waits.tasks()).isEqualTo(2);
      assertThat(waits.longest()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
      assertThat(waits.mean()).isBetween(Duration.ofMillis(300), waits.longest());
      assertThat(history.minutes()).extracting(slice -> slice.counts().waits()).contains(waits);
    }
  }

  @Test
  void allQueuesAreCountedTogether() {
    TaskRouter router = new TaskRouter();
    router.handle("good", context -> {});
    KronosServer server = harness.start(harness.server(router).queue("a", 1).queue("b", 1));
    harness.client().enqueue(task("good"), EnqueueOption.queue("a"));
    harness.client().enqueue(task("good"), EnqueueOption.queue("b"));
    Inspector inspector = harness.inspector();
    Await.until("worked off", () -> inspector.queue("a").size() + inspector.queue("b").size() == 0);
    server.stop();
    assertThat(inspector.history().queue()).isEmpty();
    assertThat(inspector.history().total().succeeded()).isEqualTo(2);
    assertThat(inspector.history("a").total().succeeded()).isEqualTo(1);
  }

  @Test
  void oneServerCountsTheBacklogOfAllQueuesOnceAMinute() {
    for (int i = 0; i < 5; i++) {
      harness.client().enqueue(task("a"), EnqueueOption.queue("unserved"));
    }
    KronosServer server = harness.start(harness.server(new TaskRouter()).queue("served", 1));
    Inspector inspector = harness.inspector();
    Await.until("it was counted", () -> !inspector.history("unserved").minutes().isEmpty());
    assertThat(inspector.history("unserved").minutes().get(0).backlog()).isEqualTo(5);
    assertThat(inspector.history("unserved").hours().get(0).backlog()).isEqualTo(5);
    Await.until("of all, too", () -> !inspector.history().minutes().isEmpty());
    assertThat(inspector.history().minutes().get(0).backlog()).isEqualTo(5);
    Instant counted = inspector.history().minutes().get(0).start();
    if (Await.answer(harness.store().reports().claimMinute()).isPresent()) {
      // A new minute has begun meanwhile; nobody else is asked to count in it.
      assertThat(Instant.ofEpochMilli(redis.now())).isAfterOrEqualTo(counted.plusSeconds(60));
    }
    server.stop();
  }

  @Test
  void theConcurrencyOfAServerIsKeptWheneverItChanges() {
    KronosServer server =
        harness.start(harness.server(new TaskRouter()).concurrency(3).lease(Duration.ofSeconds(1)));
    Inspector inspector = harness.inspector();
    Await.until("it reports", () -> servers().size() == 1);
    String id = servers().get(0).report().id();
    server.concurrency(8);
    Await.until("it has told both", () -> inspector.serverHistory(id).size() == 2);
    assertThat(inspector.serverHistory(id))
        .extracting(ConcurrencySample::target, ConcurrencySample::busy, ConcurrencySample::max)
        .containsExactly(tuple(3, 0, 3), tuple(8, 0, 8));
    assertThat(inspector.serverHistory("nobody")).isEmpty();
    server.stop();
    assertThat(inspector.serverHistory(id)).isEmpty();
  }

  @Test
  void aQueueInWhichNothingWasDoneHasNoHistory() {
    assertThat(harness.inspector().history("never"))
        .isEqualTo(new QueueHistory("never", QueueCounts.NONE, List.of(), List.of()));
  }

  private void add(Instant at, long succeeded) {
    Await.answer(
        harness
            .store()
            .reports()
            .add(
                "q",
                at,
                new QueueCounts(succeeded, 0, 0, 0, Duration.ofMillis(succeeded), Waits.NONE)));
  }

  @Test
  void historyGoesBackADayByMinuteAndTwoWeeksByHour() {
    Instant now = Instant.ofEpochMilli(redis.now());
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    add(now.minus(Duration.ofDays(15)), 1);
    add(hour.minus(Duration.ofDays(13)), 2);
    add(hour.minus(Duration.ofDays(13)).plusSeconds(60), 3);
    add(hour.minus(Duration.ofHours(20)), 4);

    QueueHistory history = harness.inspector().history("q");
    assertThat(history.total().succeeded()).isEqualTo(10);
    assertThat(history.hours())
        .extracting(Slice::start, slice -> slice.counts().succeeded())
        .containsExactly(
            tuple(hour.minus(Duration.ofDays(13)), 5L),
            tuple(hour.minus(Duration.ofHours(20)), 4L));
    assertThat(history.minutes())
        .extracting(Slice::start)
        .containsExactly(hour.minus(Duration.ofHours(20)));
  }

  @Test
  void whatAQueueHasDoneGoesWithIt() {
    harness.client().enqueue(task("a"), EnqueueOption.queue("q"));
    Instant now = Instant.ofEpochMilli(redis.now());
    add(now, 1);
    add(now.minus(Duration.ofHours(20)), 1);
    harness.inspector().deleteQueue("q", true);

    assertThat(harness.inspector().history("q"))
        .isEqualTo(new QueueHistory("q", QueueCounts.NONE, List.of(), List.of()));
    assertThat(redis.texts("KEYS", "kronosq:{q}:st*")).isEmpty();
  }

  @Test
  void aReportThatCannotBeReadHidesNoOtherServer() {
    harness.start(harness.server(new TaskRouter()));
    Await.until("it has told", () -> servers().size() == 1);
    redis.command("ZADD", "kronosq:{/servers}:seen", Long.toString(redis.now()), "odd");
    redis.command("HSET", "kronosq:{/servers}:reports", "odd", "of a newer format");
    assertThat(servers()).hasSize(1);
  }
}
