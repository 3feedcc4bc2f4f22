package io.kronosq.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.Inspector;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.ScheduleStore;
import io.kronosq.store.TaskStore;
import io.kronosq.store.TickRecord;
import io.kronosq.store.TickRecord.Outcome;
import io.kronosq.store.TickRequest;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.KronosException;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.RedisFixture;
import io.kronosq.time.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of ticks on every kind of Redis. */
abstract class ScheduleTicksContract {
  private final DrivenTime time = new DrivenTime("2026-06-01T11:59:50Z");
  private TaskStore store;
  private Schedules schedules;

  /** Of the test class. */
  abstract RedisFixture redis();

  @BeforeEach
  void open() {
    store = time.over(RedisTaskStore.open(redis().config()));
    schedules = Schedules.of(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private DrivenTime.Server server() {
    return time.new Server(store, "server");
  }

  private static Schedule every(String interval) {
    return Schedule.of("s", "@every " + interval, Task.of("work"));
  }

  private List<String> pending() {
    return redis().texts("LRANGE", "kronosq:{default}:p", "0", "-1");
  }

  private List<Outcome> outcomes() {
    return schedules.history("s", 100).stream().map(TickRecord::outcome).toList();
  }

  private void declare(Schedule schedule) {
    Await.answer(
        new ScheduleEditor(store.schedules(), store.partitions())
            .change(
                schedule.id(),
                ScheduleEditor.declaring(
                    schedule.id(),
                    schedule.define(PayloadCodec.plain()),
                    ScheduleEntry.Origin.DECLARED)));
  }

  @Test
  void tickThatIsDueIsEnqueuedWithItsHeaders() {
    schedules.add(
        Schedule.of(
            "s",
            "0 12 * * *",
            Task.of("work", "payload"),
            EnqueueOption.header("tenant", "a"),
            EnqueueOption.maxRetry(3)));
    DrivenTime.Server server = server();
    server.run();
    assertThat(pending()).isEmpty();

    time.advance(Duration.ofSeconds(10));
    server.run();

    assertThat(pending()).containsExactly("s@2026-06-01T12:00:00Z");
    TaskInfo task = Inspector.of(store).task("default", "s@2026-06-01T12:00:00Z").orElseThrow();
    assertThat(task.type()).isEqualTo("work");
    assertThat(new String(task.payload(), StandardCharsets.UTF_8)).isEqualTo("payload");
    assertThat(task.maxRetry()).isEqualTo(3);
    assertThat(task.headers())
        .containsEntry("tenant", "a")
        .containsEntry(Schedule.ID_HEADER, "s")
        .containsEntry(Schedule.TICK_HEADER, "2026-06-01T12:00:00Z");
    assertThat(Inspector.of(store).queues()).extracting("name").containsExactly("default");
    ScheduleInfo info = schedules.get("s").orElseThrow();
    assertThat(info.lastTick()).isEqualTo("2026-06-01T12:00:00Z");
    assertThat(info.lastTask()).isEqualTo("s@2026-06-01T12:00:00Z");
    assertThat(info.nextTick()).isEqualTo("2026-06-02T12:00:00Z");
  }

  @Test
  void serverThatComesLaterGoesOnWhereOthersAre() {
    schedules.add(every("10s"));
    DrivenTime.Server first = server();
    time.advance(Duration.ofSeconds(10));
    first.run();

    DrivenTime.Server second = server();
    second.run();
    time.advance(Duration.ofSeconds(10));
    second.run();
    first.run();

    assertThat(pending()).containsExactly("s@2026-06-01T12:00:00Z", "s@2026-06-01T12:00:10Z");
  }

  private List<String> pendingAfterAnOutageOf(Duration outage, MisfirePolicy policy) {
    schedules.add(every("1h").misfire(policy));
    DrivenTime.Server server = server();
    time.advance(outage);
    server.run();
    server.run();
    return pending();
  }

  @Test
  void missedTicksAreSkipped() {
    assertThat(pendingAfterAnOutageOf(Duration.ofMinutes(150), MisfirePolicy.SKIP)).isEmpty();
    assertThat(schedules.history("s", 10))
        .singleElement()
        .satisfies(entry -> assertThat(entry.outcome()).isEqualTo(Outcome.MISSED))
        .satisfies(entry -> assertThat(entry.tick()).isEqualTo("2026-06-01T14:00:00Z"))
        .satisfies(entry -> assertThat(entry.task()).isNull());
  }

  @Test
  void latestMissedTickRunsOnce() {
    assertThat(pendingAfterAnOutageOf(Duration.ofMinutes(150), MisfirePolicy.RUN_ONCE))
        .containsExactly("s@2026-06-01T14:00:00Z");
    assertThat(outcomes()).containsExactly(Outcome.ENQUEUED, Outcome.MISSED);
  }

  @Test
  void missedTicksAreCaughtUpToALimit() {
    assertThat(pendingAfterAnOutageOf(Duration.ofMinutes(270), MisfirePolicy.catchUp(3)))
        .containsExactly(
            "s@2026-06-01T14:00:00Z", "s@2026-06-01T15:00:00Z", "s@2026-06-01T16:00:00Z");
    assertThat(outcomes())
        .containsExactly(Outcome.ENQUEUED, Outcome.ENQUEUED, Outcome.ENQUEUED, Outcome.MISSED);
  }

  @Test
  void tickWithinTheToleranceIsNotMissed() {
    assertThat(pendingAfterAnOutageOf(Duration.ofSeconds(40), MisfirePolicy.SKIP))
        .containsExactly("s@2026-06-01T12:00:00Z");
  }

  @Test
  void tickIsLeftOutWhileTheLastTaskIsPending() {
    schedules.add(every("10s").overlap(OverlapPolicy.SKIP));
    DrivenTime.Server server = server();
    time.advance(Duration.ofSeconds(10));
    server.run();
    time.advance(Duration.ofSeconds(10));
    server.run();
    assertThat(pending()).hasSize(1);
    assertThat(outcomes()).containsExactly(Outcome.OVERLAPPED, Outcome.ENQUEUED);
    assertThat(schedules.trigger("s")).isEmpty();

    redis().command("LPOP", "kronosq:{default}:p");
    redis().command("HDEL", "kronosq:{default}:m", "s@2026-06-01T12:00:00Z");
    time.advance(Duration.ofSeconds(10));
    server.run();
    assertThat(pending()).containsExactly("s@2026-06-01T12:00:20Z");
  }

  @Test
  void taskThatIsArchivedOrKeptDoesNotStandInTheWay() {
    schedules.add(every("10s").overlap(OverlapPolicy.SKIP));
    DrivenTime.Server server = server();
    for (String finished : List.of("z", "c")) {
      time.advance(Duration.ofSeconds(10));
      server.run();
      String id = pending().get(0);
      redis().command("LPOP", "kronosq:{default}:p");
      redis().command("ZADD", "kronosq:{default}:" + finished, "1", id);
    }
    time.advance(Duration.ofSeconds(10));
    server.run();

    assertThat(outcomes()).containsOnly(Outcome.ENQUEUED).hasSize(3);
  }

  @Test
  void overlappingTasksAreAllowedUnlessToldOtherwise() {
    schedules.add(every("10s"));
    DrivenTime.Server server = server();
    time.advance(Duration.ofSeconds(20));
    server.run();
    assertThat(pending()).hasSize(2);
  }

  @Test
  void pauseHoldsAtOnceForServersThatHaveNotHeardOfIt() {
    schedules.add(every("10s"));
    DrivenTime.Server server = server();
    time.advance(Duration.ofSeconds(5));
    assertThat(schedules.pause("s").nextTick()).isNull();
    time.advance(Duration.ofSeconds(10));
    server.run();
    assertThat(pending()).isEmpty();

    server.reload();
    time.advance(Duration.ofSeconds(10));
    server.run();
    assertThat(pending()).isEmpty();

    schedules.resume("s");
    server.reload();
    time.advance(Duration.ofSeconds(10));
    server.run();
    assertThat(pending()).as("ticks of the pause are not made up for").hasSize(1);
  }

  @Test
  void editHoldsAtOnceAndOverARedeploymentUntilItIsReset() {
    declare(every("10s"));
    DrivenTime.Server outdated = server();
    schedules.edit("s", ScheduleEdit.NONE.withPattern("0 13 * * *").withZone(ZoneId.of("UTC")));
    schedules.edit("s", ScheduleEdit.NONE.withPayload(new byte[] {1}));
    time.advance(Duration.ofSeconds(10));
    outdated.run();
    assertThat(pending()).isEmpty();

    declare(every("20s"));
    ScheduleInfo info = schedules.get("s").orElseThrow();
    assertThat(info.declared().timing().pattern().text()).isEqualTo("@every 20s");
    assertThat(info.effective().timing().pattern().text()).isEqualTo("0 13 * * *");
    assertThat(info.effective().task().payload()).containsExactly(1);
    assertThat(info.nextTick()).isEqualTo("2026-06-01T13:00:00Z");

    schedules.reset("s");
    assertThat(schedules.nextTicks("s", 2))
        .containsExactly(
            Instant.parse("2026-06-01T12:00:20Z"), Instant.parse("2026-06-01T12:00:40Z"));
  }

  @Test
  void everyPartOfAnEditIsKept() {
    declare(every("10s"));
    ScheduleEdit edit =
        ScheduleEdit.NONE
            .withPattern("15 3 * * *")
            .withZone(ZoneId.of("America/New_York"))
            .withMisfire(MisfirePolicy.catchUp(7))
            .withOverlap(OverlapPolicy.SKIP)
            .withQueue("other")
            .withPayload(new byte[] {1, 2});
    schedules.edit("s", edit);

    ScheduleInfo info = schedules.get("s").orElseThrow();
    assertThat(info.edit()).usingRecursiveComparison().isEqualTo(edit);
    assertThat(info.effective().timing().misfire()).isEqualTo(MisfirePolicy.catchUp(7));
    assertThat(info.effective().timing().overlap()).isEqualTo(OverlapPolicy.SKIP);
    assertThat(info.effective().task().queue()).isEqualTo("other");
    assertThat(info.declared().task().queue()).isEqualTo("default");
    assertThat(info.edit().toString()).contains("payload of 2 bytes");
  }

  @Test
  void redeploymentWithoutAChangeKeepsWhatIsStored() {
    declare(every("1h"));
    DrivenTime.Server server = server();
    time.advance(Duration.ofSeconds(10));
    server.run();
    long version = Await.answer(store.schedules().watch()).version();

    declare(every("1h"));

    assertThat(Await.answer(store.schedules().watch()).version()).isEqualTo(version);
    assertThat(schedules.get("s").orElseThrow().lastTick()).isEqualTo("2026-06-01T12:00:00Z");
  }

  @Test
  void otherTimesDoNotReachBack() {
    schedules.add(every("1h"));
    DrivenTime.Server server = server();
    time.advance(Duration.ofMinutes(10));
    schedules.edit("s", ScheduleEdit.NONE.withPattern("* * * * *"));
    server.reload();
    server.run();
    assertThat(pending()).isEmpty();
  }

  @Test
  void triggerEnqueuesOutOfTurnAndLeavesTheTicksAlone() {
    schedules.add(every("1h"));
    schedules.pause("s");
    TaskRef ref = schedules.trigger("s").orElseThrow();

    assertThat(Inspector.of(store).task(ref.queue(), ref.id()).orElseThrow().headers())
        .containsEntry(Schedule.ID_HEADER, "s");
    assertThat(outcomes()).containsExactly(Outcome.TRIGGERED);
    assertThat(schedules.get("s").orElseThrow().lastTick()).isNull();
  }

  @Test
  void scheduleMovesToAnotherQueueWithoutLosingOrRepeatingATick() {
    schedules.add(every("10s"));
    DrivenTime.Server outdated = server();
    time.advance(Duration.ofSeconds(10));
    outdated.run();
    schedules.edit("s", ScheduleEdit.NONE.withQueue("other"));
    DrivenTime.Server current = server();
    outdated.run();
    current.run();
    time.advance(Duration.ofSeconds(10));
    outdated.run();
    current.run();

    assertThat(pending()).containsExactly("s@2026-06-01T12:00:00Z");
    assertThat(redis().texts("LRANGE", "kronosq:{other}:p", "0", "-1"))
        .containsExactly("s@2026-06-01T12:00:10Z");
  }

  @Test
  void scheduleFollowsThePartitionsOfItsQueue() {
    schedules.add(every("10s"));
    DrivenTime.Server server = server();
    time.advance(Duration.ofSeconds(10));
    server.run();
    Await.answer(store.partitions().setPartitions("default", 4));
    String partition =
        Await.answer(store.partitions().layouts("default")).current().partitionOfKey("s");
    time.advance(Duration.ofSeconds(10));
    Await.until(
        "the schedule has moved",
        () -> {
          server.reload();
          server.run();
          return redis().number("LLEN", "kronosq:{" + partition + "}:p") > 0;
        });
    time.advance(Duration.ofSeconds(10));
    server.run();

    assertThat(pending()).containsExactly("s@2026-06-01T12:00:00Z");
    assertThat(redis().texts("LRANGE", "kronosq:{" + partition + "}:p", "0", "-1"))
        .containsExactly("s@2026-06-01T12:00:10Z", "s@2026-06-01T12:00:20Z");
  }

  @Test
  void changeThatWasBegunAndNeverCompletedIsRepaired() {
    schedules.add(every("10s"));
    DrivenTime.Server server = server();
    Await.answer(store.schedules().fence("default", "s", 1L << 50, false));
    time.advance(Duration.ofSeconds(10));
    server.run();
    assertThat(pending()).isEmpty();

    server.engine.start();
    try {
      Await.until("the schedule goes on", () -> !pending().isEmpty());
    } finally {
      Await.answer(server.engine.stop());
    }
    assertThat(schedules.get("s").orElseThrow().lastTick()).isEqualTo("2026-06-01T12:00:00Z");
  }

  @Test
  void removedScheduleIsGoneForServersThatHaveNotHeardOfIt() {
    schedules.add(every("10s"));
    DrivenTime.Server outdated = server();
    assertThat(schedules.remove("s")).isTrue();
    time.advance(Duration.ofSeconds(10));
    outdated.run();

    assertThat(pending()).isEmpty();
    assertThat(schedules.list()).isEmpty();
    assertThat(schedules.remove("s")).isFalse();

    schedules.add(every("10s"));
    time.advance(Duration.ofSeconds(10));
    server().run();
    assertThat(pending()).hasSize(1);
  }

  @Test
  void historyIsBounded() {
    schedules.add(every("1s"));
    DrivenTime.Server server = server();
    for (int i = 0; i < 3; i++) {
      time.advance(Duration.ofSeconds(50));
      server.run();
    }
    assertThat(pending()).hasSize(150);
    assertThat(redis().number("LLEN", "kronosq:{default}:th:s")).isEqualTo(100);
    assertThat(schedules.history("s", 1))
        .singleElement()
        .satisfies(entry -> assertThat(entry.server()).isEqualTo("server"))
        .satisfies(entry -> assertThat(entry.tick()).isEqualTo(time.now()));
  }

  @Test
  void unknownScheduleIsNamed() {
    assertThat(schedules.get("none")).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> schedules.pause("none"))
        .isInstanceOf(KronosException.class)
        .hasMessageContaining("'none'");
    declare(every("1h"));
    assertThatThrownBy(() -> schedules.add(every("1h")))
        .isInstanceOf(KronosException.class)
        .hasMessageContaining("declared by an application");
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    for (EnqueueOption option :
        List.of(
            EnqueueOption.taskId("x"),
            EnqueueOption.delay(Duration.ofSeconds(1)),
            EnqueueOption.deadline(Instant.EPOCH),
            EnqueueOption.unique(Unique.byType(Duration.ofSeconds(1))))) {
      assertThatThrownBy(() -> Schedule.of("s", "@daily", Task.of("t"), option))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Schedule 's' can't give its tasks");
    }
  }

  @Test
  void scheduleThatCannotBeReadStandsInNobodysWay() {
    schedules.add(every("10s"));
    redis().command("HSET", "kronosq:schedules", "odd", "of a newer format");
    ProviderRunner provider =
        new ProviderRunner(store, ScheduleSettings.of("server"), TimeSource.system(), "p");

    Schedule wanted = Schedule.of("wanted", "@daily", Task.of("work"));
    assertThat(Await.answer(provider.sync(Map.of("wanted", wanted.define(PayloadCodec.plain())))))
        .isEqualTo(new SyncResult(1, 0, 0));
    assertThat(schedules.list()).extracting(ScheduleInfo::id).containsExactly("s", "wanted");
    assertThatThrownBy(() -> schedules.get("odd"))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("'odd'");
  }

  @Test
  void noScheduleHasAnEmptyId() {
    schedules.add(every("10s"));
    assertThat(schedules.get("")).isEmpty();
    assertThat(schedules.remove("")).isFalse();
  }

  @Test
  void scheduleThatFailsKeepsNoOtherOneFromItsTicks() {
    for (String id : List.of("a", "b", "c")) {
      schedules.add(Schedule.of(id, "@every 10s", Task.of("work")));
    }
    TaskStore failing =
        DrivenTime.withSchedules(
            store,
            (method, args) -> {
              if (args != null
                  && args[0] instanceof TickRequest tick
                  && !tick.schedule().id().equals("b")) {
                throw new IllegalStateException("no ticks of " + tick.schedule().id());
              }
              return method.invoke(store.schedules(), args);
            });
    time.advance(Duration.ofSeconds(10));
    time.new Server(failing, "server").run();

    assertThat(pending()).containsExactly("b@2026-06-01T12:00:00Z");
  }

  @Test
  void noTickIsTakenOnceTheEngineHasStopped() {
    schedules.add(every("10s"));
    time.advance(Duration.ofSeconds(10));
    CountDownLatch watching = new CountDownLatch(1);
    CompletableFuture<ScheduleStore.Watch> answer = new CompletableFuture<>();
    TaskStore slow =
        DrivenTime.withSchedules(
            store,
            (method, args) -> {
              if (method.getName().equals("watch")) {
                watching.countDown();
                return answer;
              }
              return method.invoke(store.schedules(), args);
            });
    ScheduleEngine engine = DrivenTime.engine(slow, "server");
    engine.start();
    Await.signal(watching);
    Await.answer(engine.stop());
    store.loop().execute(() -> answer.complete(new ScheduleStore.Watch(time.now(), 1)));
    for (int i = 0; i < 10; i++) {
      Await.answer(store.schedules().definitions());
    }

    assertThat(pending()).isEmpty();
  }

  @Test
  void overlapIsLeftOutWhileTheLastTaskIsRunningOrWaitsForARetry() {
    schedules.add(every("10s").overlap(OverlapPolicy.SKIP));
    DrivenTime.Server server = server();
    time.advance(Duration.ofSeconds(10));
    server.run();
    Await.answer(store.join("default", "worker", Duration.ofHours(1)));
    String id = pending().get(0);
    redis().command("LPOP", "kronosq:{default}:p");
    redis().command("SADD", "kronosq:{default}:a:worker", id);
    time.advance(Duration.ofSeconds(10));
    server.run();
    assertThat(pending()).isEmpty();

    redis().command("SREM", "kronosq:{default}:a:worker", id);
    redis().command("ZADD", "kronosq:{default}:y", "99999999999999", id);
    time.advance(Duration.ofSeconds(10));
    server.run();
    assertThat(pending()).isEmpty();
    assertThat(outcomes())
        .containsExactly(Outcome.OVERLAPPED, Outcome.OVERLAPPED, Outcome.ENQUEUED);
  }
}
