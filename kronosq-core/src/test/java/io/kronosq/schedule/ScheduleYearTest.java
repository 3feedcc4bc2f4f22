package io.kronosq.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Twenty servers race for the ticks of fifty schedules over the year 2026, in which clocks change
 * on 8 and 29 March, 25 October and 1 November. Schedules with many ticks are confined to the days
 * around those changes; the others are daily or rarer, mostly at the hours that change.
 */
class ScheduleYearTest {
  @RegisterExtension static final TestRedis REDIS = TestRedis.inMemory();

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");
  private static final int SERVERS = 20;

  private static final List<String> IN_BOTH_ZONES =
      List.of(
          "0 0 * * *",
          "0 1 * * *",
          "30 1 * * *",
          "0 2 * * *",
          "30 2 * * *",
          "59 2 * * *",
          "0 3 * * *",
          "30 3 * * *",
          "@daily",
          "30 2 * * SUN",
          "30 1 * * SAT-SUN",
          "0 2 * * MON",
          "@weekly",
          "@monthly",
          "30 2 L * *",
          "0 3 LW * *",
          "0 1 15W * *",
          "0 2 29 3,10 *",
          "0 0 13 * FRI",
          "30 2 * 3,10,11 *",
          "0 * 7-9,28-30 3 *",
          "*/5 * 8,29 3 *",
          "* * 25 10 *",
          "30 * 24-26 10 *",
          "* 0-3 1 11 *");

  private static Map<String, Schedule> schedules() {
    Map<String, Schedule> schedules = new HashMap<>();
    for (ZoneId zone : List.of(BERLIN, NEW_YORK)) {
      for (String pattern : IN_BOTH_ZONES) {
        String id = zone.getId() + " " + pattern;
        Task task = Task.of("tick");
        String queue = "q" + Math.floorMod(id.hashCode(), 3);
        schedules.put(id, Schedule.of(id, pattern, task, EnqueueOption.queue(queue)).zone(zone));
      }
    }
    return schedules;
  }

  private static List<Instant> expected(Schedule schedule) {
    ScheduleTiming timing = schedule.timing();
    return timing.pattern().latest(START, END, Integer.MAX_VALUE, timing.zone());
  }

  @Test
  void eachTickIsEnqueuedOnce() {
    Map<String, Schedule> schedules = schedules();
    assertThat(schedules).hasSize(50);
    List<String> expectedIds = new ArrayList<>();
    TreeSet<Instant> moments = new TreeSet<>();
    schedules.forEach(
        (id, schedule) -> {
          for (Instant tick : expected(schedule)) {
            expectedIds.add(id + "@" + tick);
            moments.add(tick);
          }
        });

    DrivenTime time = new DrivenTime(START.toString());
    List<TaskStore> stores = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      stores.add(time.over(RedisTaskStore.open(REDIS.config())));
    }
    try {
      schedules.values().forEach(Schedules.of(stores.get(0))::add);
      DrivenTime.Server[] servers = new DrivenTime.Server[SERVERS];
      for (int i = 0; i < SERVERS; i++) {
        servers[i] = time.new Server(stores.get(i % stores.size()), "server-" + i);
      }
      int day = 0;
      for (Instant from = START; from.isBefore(END); from = from.plus(Duration.ofDays(1))) {
        if (day % 5 == 0) {
          // A server after the other is replaced by one that knows nothing yet.
          int replaced = day / 5 % SERVERS;
          servers[replaced] =
              time.new Server(stores.get(replaced % stores.size()), "server-of-day-" + day);
        }
        List<Instant> ofDay =
            List.copyOf(moments.subSet(from, false, from.plus(Duration.ofDays(1)), true));
        race(servers, ofDay);
        day++;
      }
    } finally {
      stores.forEach(TaskStore::close);
    }

    List<String> enqueued = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      enqueued.addAll(REDIS.texts("LRANGE", "kronosq:{q" + i + "}:p", "0", "-1"));
    }
    assertThat(enqueued).hasSize(expectedIds.size());
    assertThat(new TreeSet<>(enqueued)).isEqualTo(new TreeSet<>(expectedIds));
    assertThat(expectedIds).hasSizeGreaterThan(10_000);
  }

  /** All servers go through the day at the same time, on as many threads as there are stores. */
  private static void race(DrivenTime.Server[] servers, List<Instant> moments) {
    List<CompletionStage<Void>> walks =
        Stream.of(servers).map(server -> server.walk(moments)).toList();
    walks.forEach(Await::answer);
  }

  @Test
  void dailySchedulesHaveOneTickForEachDateOfTheYear() {
    schedules().values().stream()
        .filter(
            schedule -> schedule.timing().pattern().text().matches("\\d+ \\d \\* \\* \\*|@daily"))
        .forEach(
            schedule ->
                assertThat(
                        expected(schedule).stream()
                            .map(tick -> LocalDate.ofInstant(tick, schedule.timing().zone())))
                    .as(schedule.toString())
                    .doesNotHaveDuplicates()
                    .hasSizeBetween(364, 366));
    assertThat(expected(schedules().get("Europe/Berlin * * 25 10 *"))).hasSize(25 * 60);
  }
}
