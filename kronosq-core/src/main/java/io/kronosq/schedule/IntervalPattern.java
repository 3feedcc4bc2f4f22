package io.kronosq.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every so many seconds, counted from the beginning of 1970 UTC. */
final class IntervalPattern extends SchedulePattern {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Pattern UNITS =
      Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

  private final long seconds;

  IntervalPattern(String text, String interval) {
    super(text);
    Duration duration = read(interval);
    if (duration.isZero()
        || duration.isNegative()
        || !duration.equals(Duration.ofSeconds(duration.toSeconds()))
        || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "Schedule pattern '"
              + text
              + "' is not allowed: use whole seconds, 1 s to "
              + LONGEST.toDays()
              + " days, such as '@every 90s', '@every 1h30m' or '@every PT90S'");
    }
    seconds = duration.toSeconds();
  }

  private static Duration read(String interval) {
    if (interval.startsWith("P")) {
      try {
        return Duration.parse(interval);
      } catch (DateTimeException notIso) {
        return Duration.ZERO;
      }
    }
    Matcher units = UNITS.matcher(interval);
    return units.matches()
        ? Duration.ofDays(number(units, 1))
            .plusHours(number(units, 2))
            .plusMinutes(number(units, 3))
            .plusSeconds(number(units, 4))
        : Duration.ZERO;
  }

  private static long number(Matcher units, int group) {
    return units.group(group) == null ? 0 : Long.parseLong(units.group(group));
  }

  @Override
  public Optional<Instant> next(Instant after, ZoneId zone) {
    long past = Math.floorDiv(after.getEpochSecond(), seconds);
    return Optional.of(Instant.ofEpochSecond((past + 1) * seconds));
  }

  @Override
  Duration searchSpan() {
    return Duration.ofSeconds(16 * seconds);
  }
}
