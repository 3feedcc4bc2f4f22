package io.kronosq.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.support.CronExpression;

/** Random expressions, against what another library makes of them. */
class CronPropertiesTest {
  private static final long SEED = 20261124;
  private static final List<ZoneId> ZONES =
      Stream.of(
              "Europe/Berlin",
              "America/New_York",
              "Australia/Lord_Howe",
              "Africa/Cairo",
              "America/Santiago",
              "Asia/Kolkata")
          .map(ZoneId::of)
          .toList();

  private final Random random = new Random(SEED);

  private int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  private String field(int low, int high) {
    int first = between(low, high);
    return switch (random.nextInt(7)) {
      case 0, 1 -> "*";
      case 2 -> Integer.toString(first);
      case 3 -> first + "-" + between(first, high);
      case 4 -> "*/" + between(1, (high - low) / 2 + 1);
      case 5 -> first + "-" + high + "/" + between(1, (high - low) / 2 + 1);
      default ->
          Stream.of(first, between(low, high), between(low, high))
              .distinct()
              .map(String::valueOf)
              .collect(Collectors.joining(","));
    };
  }

  /** One kind of days is restricted at most: with both, the libraries mean different things. */
  private String expression(String hours) {
    boolean weekdays = random.nextBoolean();
    return String.join(
        " ",
        random.nextInt(3) == 0 ? field(0, 59) : "0",
        field(0, 59),
        hours,
        weekdays ? "*" : field(1, 28),
        field(1, 12),
        weekdays ? weekday() : "*");
  }

  /** Without a step from the star, which the other library counts from Monday. */
  private String weekday() {
    String days = field(0, 6);
    return days.startsWith("*/") ? "1-5" : days;
  }

  private LocalDateTime time() {
    return LocalDateTime.of(2020, 1, 1, 0, 0).plusSeconds(random.nextInt(12 * 365 * 86_400));
  }

  private static SortedSet<LocalDateTime> localTimes(
      String expression, LocalDateTime after, LocalDateTime until) {
    CronExpression other = CronExpression.parse(expression);
    SortedSet<LocalDateTime> times = new TreeSet<>();
    for (LocalDateTime t = other.next(after); t != null && !t.isAfter(until); t = other.next(t)) {
      times.add(t);
    }
    return times;
  }

  @Test
  void calendarAgreesWithTheOtherLibrary() {
    for (int i = 0; i < 1_500; i++) {
      String expression = expression(field(0, 23));
      SchedulePattern pattern = SchedulePattern.parse(expression);
      CronExpression other = CronExpression.parse(expression);
      LocalDateTime time = time();
      for (int j = 0; j < 12; j++) {
        LocalDateTime expected = other.next(time);
        Instant found = pattern.next(time.toInstant(ZoneOffset.UTC), ZoneOffset.UTC).orElseThrow();
        assertThat(LocalDateTime.ofInstant(found, ZoneOffset.UTC))
            .as("%s after %s", expression, time)
            .isEqualTo(expected);
        time = expected;
      }
    }
  }

  @Test
  void eitherKindOfDaysIsWhatTheOtherLibraryFindsForOneOrTheOther() {
    for (int i = 0; i < 300; i++) {
      String day = Integer.toString(between(1, 28));
      String weekday = between(0, 5) + "-6";
      String start = "0 " + between(0, 59) + " " + between(0, 23) + " ";
      LocalDateTime after = time();
      LocalDateTime until = after.plusDays(60);
      SortedSet<LocalDateTime> expected = localTimes(start + day + " * *", after, until);
      expected.addAll(localTimes(start + "* * " + weekday, after, until));

      assertThat(
              ticks(
                  start + day + " * " + weekday,
                  ZoneOffset.UTC,
                  after.toInstant(ZoneOffset.UTC),
                  until.toInstant(ZoneOffset.UTC)))
          .as("day %s or weekday %s after %s", day, weekday, after)
          .containsExactlyElementsOf(
              expected.stream().map(time -> time.toInstant(ZoneOffset.UTC)).toList());
    }
  }

  private static List<Instant> ticks(String pattern, ZoneId zone, Instant after, Instant until) {
    return SchedulePattern.parse(pattern).latest(after, until, Integer.MAX_VALUE, zone);
  }

  private static ZoneOffsetTransition change(ZoneId zone, Instant near) {
    ZoneOffsetTransition change = zone.getRules().nextTransition(near);
    return change == null ? zone.getRules().previousTransition(near) : change;
  }

  /** The rules, told once more: each local time by itself is mapped to the moment it stands for. */
  private static SortedSet<Instant> moments(SortedSet<LocalDateTime> times, ZoneId zone) {
    SortedSet<Instant> moments = new TreeSet<>();
    for (LocalDateTime time : times) {
      ZoneOffsetTransition change = zone.getRules().getTransition(time);
      moments.add(
          change != null && change.isGap()
              ? change.getInstant()
              : time.atZone(zone).withEarlierOffsetAtOverlap().toInstant());
    }
    return moments;
  }

  @Test
  void fixedHoursAroundClockChanges() {
    for (int i = 0; i < 600; i++) {
      ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
      Instant change = change(zone, time().toInstant(ZoneOffset.UTC)).getInstant();
      String hours =
          Stream.of(0, 1, 2, 3, between(4, 23))
              .limit(between(1, 5))
              .map(String::valueOf)
              .collect(Collectors.joining(","));
      String expression = "0 " + field(0, 59) + " " + hours + " * * *";
      Instant after = change.minus(Duration.ofHours(between(0, 40))).minusSeconds(1);
      Instant until = change.plus(Duration.ofHours(between(0, 40)));

      LocalDateTime from = LocalDateTime.ofInstant(after, zone).minusDays(1);
      LocalDateTime to = LocalDateTime.ofInstant(until, zone).plusDays(1);
      assertThat(ticks(expression, zone, after, until))
          .as("%s in %s from %s to %s", expression, zone, after, until)
          .containsExactlyElementsOf(
              moments(localTimes(expression, from, to), zone).stream()
                  .filter(tick -> tick.isAfter(after) && !tick.isAfter(until))
                  .toList());
    }
  }

  @Test
  void everyHourAroundClockChanges() {
    for (int i = 0; i < 200; i++) {
      ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
      Instant change = change(zone, time().toInstant(ZoneOffset.UTC)).getInstant();
      String minutes = field(0, 59);
      Instant after = change.minus(Duration.ofHours(5)).minusSeconds(1);
      Instant until = change.plus(Duration.ofHours(5));
      SortedSet<Integer> taken =
          localTimes(
                  "0 " + minutes + " 0 1 1 *",
                  LocalDateTime.of(2025, 12, 31, 23, 59),
                  LocalDateTime.of(2026, 1, 1, 0, 59))
              .stream()
              .map(LocalDateTime::getMinute)
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(ticks(minutes + " * * * *", zone, after, until))
          .as("%s * * * * in %s from %s", minutes, zone, after)
          .containsExactlyElementsOf(
              Stream.iterate(after.plusSeconds(1), minute -> minute.plusSeconds(60))
                  .takeWhile(minute -> !minute.isAfter(until))
                  .filter(minute -> taken.contains(minute.atZone(zone).getMinute()))
                  .toList());
    }
  }

  @Test
  void latestIsTheEndOfAllTicks() {
    for (int i = 0; i < 100; i++) {
      String expression = "0 " + field(0, 59) + " " + field(0, 23) + " * * *";
      ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
      Instant after = time().toInstant(ZoneOffset.UTC);
      Instant until = after.plus(Duration.ofHours(between(1, 100)));
      List<Instant> all = ticks(expression, zone, after, until);
      int most = between(0, 10);

      assertThat(SchedulePattern.parse(expression).latest(after, until, most, zone))
          .isEqualTo(all.subList(Math.max(0, all.size() - most), all.size()));
    }
  }
}
