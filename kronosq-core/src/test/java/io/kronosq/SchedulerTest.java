package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.handler.TaskRouter;
import io.kronosq.redis.RedisConfig;
import io.kronosq.schedule.Schedule;
import io.kronosq.schedule.ScheduleInfo;
import io.kronosq.schedule.ScheduleSource;
import io.kronosq.schedule.Schedules;
import io.kronosq.schedule.SyncResult;
import io.kronosq.task.KronosException;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchedulerTest {
  @RegisterExtension static final TestRedis REDIS = TestRedis.inMemory();
  @RegisterExtension final EngineHarness harness = new EngineHarness(REDIS);

  private static Schedule everySecond(String id) {
    return Schedule.of(id, "@every 1s", Task.of("work"));
  }

  private Scheduler start(Scheduler.Builder builder) {
    Scheduler scheduler = harness.closing(builder.build());
    scheduler.start();
    return scheduler;
  }

  private static boolean hasTick(Schedules schedules, String id) {
    return schedules.get(id).filter(schedule -> schedule.lastTick() != null).isPresent();
  }

  private static List<String> ids(Schedules schedules) {
    return schedules.list().stream().map(ScheduleInfo::id).toList();
  }

  @Test
  void handlersGetTasksWithScheduleAndTick() {
    CountDownLatch handled = new CountDownLatch(2);
    Queue<Map<String, String>> headers = new ConcurrentLinkedQueue<>();
    harness.start(
        harness.server(
            new TaskRouter()
                .handle(
                    "work",
                    context -> {
                      headers.add(context.headers());
                      handled.countDown();
                    })));
    start(Scheduler.builder(harness.store()).schedule(everySecond("s")));
    start(Scheduler.builder(harness.newStore()).schedule(everySecond("s")));

    Await.signal(handled);

    assertThat(headers)
        .allSatisfy(header -> assertThat(header).containsEntry(Schedule.ID_HEADER, "s"))
        .extracting(header -> Instant.parse(header.get(Schedule.TICK_HEADER)))
        .doesNotHaveDuplicates();
  }

  @Test
  void schedulesThatNobodyDeclaresAnyLongerRest() {
    Schedules schedules = harness.inspector().schedules();
    Scheduler outdated = start(Scheduler.builder(harness.newStore()).schedule(everySecond("old")));
    Await.until("the old one has a tick", () -> hasTick(schedules, "old"));
    outdated.stop();
    Instant last = schedules.get("old").orElseThrow().lastTick();
    start(Scheduler.builder(harness.store()).schedule(everySecond("new")));
    Await.until("the new one has a tick", () -> hasTick(schedules, "new"));

    assertThat(ids(schedules)).containsExactly("new", "old");
    assertThat(schedules.get("old").orElseThrow().lastTick()).isEqualTo(last);
  }

  @Test
  void schedulesAddedOrDeclaredAtRunTimeAreTakenUp() {
    Scheduler scheduler =
        start(Scheduler.builder(harness.store()).watchInterval(Duration.ofMillis(200)));
    harness.inspector().schedules().add(everySecond("added"));
    scheduler.declare(everySecond("declared"));

    for (String id : List.of("added", "declared")) {
      Await.until(id + " has a tick", () -> hasTick(scheduler.schedules(), id));
    }
    assertThat(scheduler.schedules().get("added").orElseThrow().source())
        .isEqualTo(ScheduleSource.ADDED);
  }

  @Test
  void startWaitsForRedis() {
    int port = TestRedis.freePort();
    Scheduler scheduler =
        harness.closing(
            Scheduler.builder(RedisConfig.parse("redis://127.0.0.1:" + port))
                .schedule(everySecond("s"))
                .build());
    scheduler.start();
    assertThatThrownBy(() -> scheduler.schedules().list()).isInstanceOf(KronosException.class);
  }

  @Test
  void redisThatWasAwayAndForgotEverythingGetsTheSchedulesAgain() {
    Scheduler scheduler = start(Scheduler.builder(harness.store()).schedule(everySecond("s")));
    Await.until("first tick", () -> hasTick(scheduler.schedules(), "s"));
    REDIS.stop();
    REDIS.startAgain();
    Await.until(
        "ticks go on",
        () -> {
          try {
            return hasTick(scheduler.schedules(), "s");
          } catch (KronosException away) {
            return false;
          }
        });
  }

  @Test
  void twoSchedulesOfOneIdAreRefused() {
    Scheduler.Builder builder = Scheduler.builder(harness.store()).schedule(everySecond("s"));
    assertThatThrownBy(() -> builder.schedule(everySecond("s")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'s'");
  }

  private PeriodicTaskManager manager(String name, Map<String, Schedule> wanted) {
    return harness.closing(
        PeriodicTaskManager.builder(harness.store())
            .name(name)
            .provider(() -> List.copyOf(wanted.values()))
            .build());
  }

  @Test
  void providerAddsChangesAndRemovesItsSchedules() {
    Map<String, Schedule> wanted = new ConcurrentHashMap<>();
    PeriodicTaskManager manager = manager("a", wanted);
    manager("b", Map.of("other", Schedule.of("other", "@daily", Task.of("t")))).sync();
    wanted.put("one", Schedule.of("one", "@daily", Task.of("t")));
    wanted.put("two", Schedule.of("two", "@daily", Task.of("t")));
    Schedules schedules = harness.inspector().schedules();

    assertThat(manager.sync()).isEqualTo(new SyncResult(2, 0, 0));
    assertThat(manager.sync()).isEqualTo(new SyncResult(0, 0, 0));
    wanted.remove("one");
    wanted.put("two", Schedule.of("two", "@hourly", Task.of("t")));
    assertThat(manager.sync()).isEqualTo(new SyncResult(0, 1, 1));

    assertThat(ids(schedules)).containsExactly("other", "two");
    assertThat(schedules.get("two").orElseThrow().effective().timing().pattern().text())
        .isEqualTo("@hourly");
  }

  @Test
  void providerThatFailsChangesNothingAndIsReported() {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    PeriodicTaskManager manager =
        harness.closing(
            PeriodicTaskManager.builder(harness.store())
                .provider(
                    () -> {
                      if (failure.get() != null) {
                        throw failure.get();
                      }
                      return List.of(everySecond("s"));
                    })
                .build());
    manager.sync();
    failure.set(new IllegalStateException("no database"));

    assertThatThrownBy(manager::sync)
        .isInstanceOf(KronosException.class)
        .hasMessageContaining("no database");
    assertThat(manager.lastFailure()).isPresent();
    assertThat(ids(harness.inspector().schedules())).containsExactly("s");

    manager.start();
    Await.until("it still runs", () -> hasTick(harness.inspector().schedules(), "s"));
  }

  @Test
  void providerIsAskedInEachInterval() {
    CountDownLatch asked = new CountDownLatch(3);
    PeriodicTaskManager manager =
        harness.closing(
            PeriodicTaskManager.builder(harness.store())
                .provider(
                    () -> {
                      asked.countDown();
                      return List.<Schedule>of();
                    })
                .syncInterval(Duration.ofSeconds(1))
                .build());
    manager.start();
    Await.signal(asked);
    assertThat(manager.lastFailure()).isEmpty();
  }

  @Test
  void stoppingTwiceIsNoMistake() {
    Scheduler scheduler = Scheduler.builder(REDIS.config()).schedule(everySecond("s")).build();
    scheduler.start();
    scheduler.stop();
    scheduler.close();
    PeriodicTaskManager manager =
        PeriodicTaskManager.builder(REDIS.config()).provider(List::of).build();
    manager.start();
    manager.stop();
    manager.close();
    // What the store was opened by need not be closed last.
    start(Scheduler.builder(harness.store()));
    PeriodicTaskManager onTheSame = manager("a", Map.of());
    onTheSame.start();
    harness.store().close();
    onTheSame.stop();
  }

  @Test
  void declaringOneMoreLeavesTheOthersAsNewerServersDeclareThem() {
    Scheduler older = start(Scheduler.builder(harness.store()).schedule(everySecond("s")));
    Schedules schedules = harness.inspector().schedules();
    Await.until("the older one has declared it", () -> schedules.get("s").isPresent());
    start(
        Scheduler.builder(harness.newStore())
            .schedule(Schedule.of("s", "@hourly", Task.of("work"))));
    Await.until("the newer one has declared it", () -> pattern(schedules).equals("@hourly"));

    older.declare(everySecond("more"));

    assertThat(ids(schedules)).containsExactly("more", "s");
    assertThat(pattern(schedules)).isEqualTo("@hourly");
  }

  private static String pattern(Schedules schedules) {
    return schedules.get("s").orElseThrow().declared().timing().pattern().text();
  }

  @Test
  void anExecutorThatIsFullForOnceEndsNoSyncs() {
    CountDownLatch asked = new CountDownLatch(2);
    AtomicInteger calls = new AtomicInteger();
    PeriodicTaskManager manager =
        harness.closing(
            PeriodicTaskManager.builder(harness.store())
                .provider(
                    () -> {
                      asked.countDown();
                      return List.<Schedule>of();
                    })
                .executor(
                    action -> {
                      if (calls.incrementAndGet() == 2) {
                        throw new RejectedExecutionException("full");
                      }
                      new Thread(action).start();
                    })
                .syncInterval(Duration.ofSeconds(1))
                .build());
    manager.start();
    Await.signal(asked);
  }
}
