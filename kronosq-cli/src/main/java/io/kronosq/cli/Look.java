package io.kronosq.cli;

import java.util.Locale;
import org.jline.utils.WCWidth;

/**
 * How text is fitted to where it is shown.
 *
 * @param width columns; {@link Integer#MAX_VALUE} where lines may be as long as they are
 * @param colours whether colours are understood and wanted
 */
record Look(int width, boolean colours) {
  /** For files and other programs. */
  static final Look PLAIN = new Look(Integer.MAX_VALUE, false);

  private static final String END = "\u001b[0m";

  /** What a colour says. */
  enum Tone {
    HEAD("\u001b[1m"),
    GOOD("\u001b[32m"),
    NOTE("\u001b[36m"),
    WARNING("\u001b[33m"),
    CRITICAL("\u001b[1;31m");

    private final String begin;

    Tone(String begin) {
      this.begin = begin;
    }
  }

  /** A text in a tone. */
  String in(Tone tone, String text) {
    return colours && !text.isEmpty() ? tone.begin + text + END : text;
  }

  /** A text that says how something is, in the tone of that; space around it stays. */
  String judged(String text) {
    String said = text.strip();
    Tone tone =
        switch (said.toLowerCase(Locale.ROOT)) {
          case "dead", "failed", "critical" -> Tone.CRITICAL;
          case "quiet", "cancelled", "warning" -> Tone.WARNING;
          case "alive", "done" -> Tone.GOOD;
          case "info", "running", "queued", "starting" -> Tone.NOTE;
          default -> null;
        };
    return tone == null ? text : text.replace(said, in(tone, said));
  }

  /** Columns that a text takes on a terminal. */
  static int columns(String text) {
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }

  /** A text that takes no more columns, with an ellipsis where something was cut off. */
  static String cut(String text, int most) {
    if (columns(text) <= most) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 0;
    for (int c : text.codePoints().toArray()) {
      used += Math.max(0, WCWidth.wcwidth(c));
      if (used > most - 1) {
        break;
      }
      kept.appendCodePoint(c);
    }
    return most < 1 ? "" : kept.append('…').toString();
  }

  /** A text of just so many columns. */
  static String aligned(String text, int width, boolean right) {
    String cut = cut(text, width);
    String space = " ".repeat(width - columns(cut));
    return right ? space + cut : cut + space;
  }
}
