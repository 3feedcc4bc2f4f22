package io.kronosq.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values as people read them. What others wrote can't control the terminal. */
final class Text {
  private Text() {}

  /** Shows control and formatting characters as escapes; line ends too. */
  static String safe(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int kind = Character.getType(c);
              if (kind == Character.CONTROL
                  || kind == Character.FORMAT
                  || kind == Character.SURROGATE
                  || kind == Character.LINE_SEPARATOR
                  || kind == Character.PARAGRAPH_SEPARATOR) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /** A time in UTC, to the second. */
  static String at(@Nullable Instant time) {
    return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A duration with its largest two units. */
  static String lasting(Duration time) {
    if (time.toMillis() < 1_000) {
      return time.toMillis() + "ms";
    }
    if (time.toSeconds() < 60) {
      return time.toSeconds() + "s";
    }
    if (time.toMinutes() < 60) {
      return time.toMinutes() + "m" + time.toSecondsPart() + "s";
    }
    return time.toHours() < 24
        ? time.toHours() + "h" + time.toMinutesPart() + "m"
        : time.toDays() + "d" + time.toHoursPart() + "h";
  }
}
