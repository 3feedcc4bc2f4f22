package io.kronosq.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulePatternTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private static List<String> ticks(String pattern, ZoneId zone, String after, int count) {
    List<String> ticks = new ArrayList<>();
    Instant tick = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      tick = SchedulePattern.parse(pattern).next(tick, zone).orElseThrow();
      ticks.add(tick.toString());
    }
    return ticks;
  }

  @Test
  void timeThatDoesNotExistRunsOnceRightAfterTheGap() {
    assertThat(ticks("30 2 * * *", BERLIN, "2026-03-28T00:00:00Z", 4))
        .containsExactly(
            "2026-03-28T01:30:00Z",
            "2026-03-29T01:00:00Z",
            "2026-03-30T00:30:00Z",
            "2026-03-31T00:30:00Z");
    assertThat(ticks("30 2 * * *", NEW_YORK, "2026-03-07T08:00:00Z", 2))
        .containsExactly("2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z");
  }

  @Test
  void severalTimesThatDoNotExistRunOnceTogether() {
    assertThat(ticks("*/20 2,3 * * *", BERLIN, "2026-03-28T23:00:00Z", 4))
        .containsExactly(
            "2026-03-29T01:00:00Z",
            "2026-03-29T01:20:00Z",
            "2026-03-29T01:40:00Z",
            "2026-03-30T00:00:00Z");
  }

  @Test
  void timeThatOccursTwiceRunsAtItsFirstOccurrence() {
    assertThat(ticks("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    assertThat(ticks("30 1 * * *", NEW_YORK, "2026-10-31T12:00:00Z", 2))
        .containsExactly("2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z");
  }

  @Test
  void searchThatStartsInTheRepeatedHourFindsNothingOfIt() {
    assertThat(ticks("*/30 2 * * *", BERLIN, "2026-10-25T01:10:00Z", 1))
        .containsExactly("2026-10-26T01:00:00Z");
    assertThat(ticks("*/30 2-3 * * *", BERLIN, "2026-10-25T01:10:00Z", 1))
        .containsExactly("2026-10-25T02:00:00Z");
  }

  @Test
  void everyHourFollowsTheRealHours() {
    assertThat(ticks("30 * * * *", BERLIN, "2026-03-29T00:00:00Z", 3))
        .containsExactly("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z");
    assertThat(ticks("30 * * * *", BERLIN, "2026-10-24T23:45:00Z", 3))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
  }

  @Test
  void dayThatAZoneLeftOutRunsOnceAfterIt() {
    assertThat(ticks("0 12 * * *", ZoneId.of("Pacific/Apia"), "2011-12-29T23:00:00Z", 2))
        .containsExactly("2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z");
  }

  @Test
  void gapAtMidnightLosesNoDay() {
    assertThat(ticks("0 0 * * *", ZoneId.of("Africa/Cairo"), "2025-04-24T12:00:00Z", 2))
        .containsExactly("2025-04-24T22:00:00Z", "2025-04-25T21:00:00Z");
  }

  @Test
  void intervalsCountFromTheEpochInEveryZone() {
    assertThat(ticks("@every 90s", NEW_YORK, "1970-01-01T00:00:00Z", 3))
        .containsExactly("1970-01-01T00:01:30Z", "1970-01-01T00:03:00Z", "1970-01-01T00:04:30Z");
    assertThat(ticks("@every PT1H30M", BERLIN, "2026-01-01T00:00:00Z", 1))
        .isEqualTo(ticks("@every 1h30m", NEW_YORK, "2026-01-01T00:00:00Z", 1));
  }

  @Test
  void namesStandForExpressions() {
    assertThat(ticks("@daily", ZoneOffset.UTC, "2026-01-31T10:00:00Z", 1))
        .containsExactly("2026-02-01T00:00:00Z");
    assertThat(ticks("@weekly", ZoneOffset.UTC, "2026-01-01T00:00:00Z", 1))
        .containsExactly("2026-01-04T00:00:00Z");
    assertThat(ticks("@yearly", ZoneOffset.UTC, "2026-01-01T00:00:00Z", 1))
        .containsExactly("2027-01-01T00:00:00Z");
  }

  @Test
  void lastDayWeekdayAndNthWeekdayOfTheMonth() {
    assertThat(ticks("0 0 L * *", ZoneOffset.UTC, "2026-02-01T00:00:00Z", 1))
        .containsExactly("2026-02-28T00:00:00Z");
    assertThat(ticks("0 0 15W * *", ZoneOffset.UTC, "2026-02-01T00:00:00Z", 1))
        .containsExactly("2026-02-16T00:00:00Z");
    assertThat(ticks("0 0 * * TUE#2", ZoneOffset.UTC, "2026-02-01T00:00:00Z", 1))
        .containsExactly("2026-02-10T00:00:00Z");
  }

  @Test
  void stepsOfDaysOfTheWeekCountFromSunday() {
    assertThat(ticks("0 0 * * */3", ZoneOffset.UTC, "2026-02-01T00:00:00Z", 3))
        .containsExactly("2026-02-04T00:00:00Z", "2026-02-07T00:00:00Z", "2026-02-08T00:00:00Z");
  }

  @Test
  void eitherKindOfDayIsEnoughWhenBothAreRestricted() {
    assertThat(ticks("0 0 13 * FRI", ZoneOffset.UTC, "2026-01-08T12:00:00Z", 4))
        .containsExactly(
            "2026-01-09T00:00:00Z",
            "2026-01-13T00:00:00Z",
            "2026-01-16T00:00:00Z",
            "2026-01-23T00:00:00Z");
  }

  @Test
  void latestAreFoundWithoutWalkingThroughAllOfThem() {
    Instant now = Instant.parse("2026-06-01T00:00:30Z");
    assertThat(SchedulePattern.parse("* * * * * *").latest(Instant.EPOCH, now, 2, ZoneOffset.UTC))
        .containsExactly(now.minusSeconds(1), now);
    assertThat(SchedulePattern.parse("0 0 1 1 *").latest(Instant.EPOCH, now, 1, ZoneOffset.UTC))
        .containsExactly(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(SchedulePattern.parse("@hourly").latest(now, now, 5, BERLIN)).isEmpty();
    assertThat(SchedulePattern.parse("@hourly").latest(now.minusSeconds(3_700), now, 5, BERLIN))
        .containsExactly(
            Instant.parse("2026-05-31T23:00:00Z"), Instant.parse("2026-06-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * * *",
        "61 * * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 22-2 * * *",
        "0 0 31 2 *",
        "0 0 * * FOO",
        "@sometimes",
        "@every",
        "@every 0s",
        "@every 500ms",
        "@every PT0.5S",
        "@every -1m",
        "@every 400d"
      })
  void mistakesAreNamed(String pattern) {
    assertThatThrownBy(() -> SchedulePattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + pattern + "'");
  }

  @Test
  void localTimesHaveSeconds() {
    assertThat(ticks("*/20 59 23 31 12 *", ZoneOffset.UTC, "2026-06-01T00:00:00Z", 4))
        .startsWith("2026-12-31T23:59:00Z", "2026-12-31T23:59:20Z", "2026-12-31T23:59:40Z")
        .endsWith(LocalDateTime.of(2027, 12, 31, 23, 59).toInstant(ZoneOffset.UTC).toString());
  }

  @Test
  void latestOfManyTimesLongAgoAreFoundWithoutWalkingThroughAllOfThem() {
    SchedulePattern everySecondOfJanuary = SchedulePattern.parse("* * * * 1 *");
    AtomicInteger steps = new AtomicInteger();
    SchedulePattern counted =
        new SchedulePattern("counted") {
          @Override
          public Optional<Instant> next(Instant after, ZoneId zone) {
            if (steps.incrementAndGet() > 50_000) {
              throw new AssertionError("It walks through all of them");
            }
            return everySecondOfJanuary.next(after, zone);
          }

          @Override
          Duration searchSpan() {
            return everySecondOfJanuary.searchSpan();
          }
        };

    assertThat(
            counted.latest(
                Instant.parse("2026-01-05T00:00:00Z"),
                Instant.parse("2026-11-01T00:00:00Z"),
                3,
                ZoneOffset.UTC))
        .containsExactly(
            Instant.parse("2026-01-31T23:59:57Z"),
            Instant.parse("2026-01-31T23:59:58Z"),
            Instant.parse("2026-01-31T23:59:59Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"* * * * * *", "*/2 * * * * *", "* * * * *", "@every 1s"})
  void timesAreWholeSecondsWhereverTheSearchBegins(String pattern) {
    SchedulePattern times = SchedulePattern.parse(pattern);
    Instant whole = Instant.parse("2026-06-01T12:00:00Z");
    assertThat(times.next(whole.plusMillis(125), ZoneOffset.UTC))
        .isEqualTo(times.next(whole, ZoneOffset.UTC));
  }
}
