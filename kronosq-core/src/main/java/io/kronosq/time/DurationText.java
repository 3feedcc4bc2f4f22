package io.kronosq.time;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 90d},
 * or ISO-8601.
 */
public final class DurationText {
  /** What is understood, for messages. */
  public static final String FORM = "such as 500ms, 30s, 5m, 2h, 90d or PT30S";

  /** Longest duration that is understood. */
  public static final Duration MAX = Duration.ofDays(36_500);

  private static final Pattern SHORT = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @param text {@link #FORM}, upper or lower case
   * @return zero to {@link #MAX}
   * @throws IllegalArgumentException when it is of another form, negative or too long
   */
  public static Duration parse(String text) {
    Duration duration = read(text.trim());
    if (duration.isNegative() || duration.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is not between 0s and " + MAX.toDays() + "d");
    }
    return duration;
  }

  /**
   * Writes a duration in the short form.
   *
   * @param duration not negative, in whole milliseconds
   * @return the text that {@link #parse} reads back
   */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds > 0 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds > 0 && seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static Duration read(String text) {
    Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
    try {
      if (!matcher.matches()) {
        return Duration.parse(text);
      }
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + text + "' is not a duration " + FORM, e);
    }
  }
}
