package io.kronosq.cli;

import java.util.List;

/** A row of bars, one a value. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * Draws values; the highest bar is the highest of them, and zero is a blank.
   *
   * @param values the oldest first
   * @param width columns; older values are left out where there are more, blanks stand before them
   *     where there are fewer
   */
  static String of(List<Long> values, int width) {
    List<Long> shown = values.subList(Math.max(0, values.size() - width), values.size());
    long highest = shown.stream().mapToLong(Long::longValue).max().orElse(0);
    StringBuilder line = new StringBuilder(" ".repeat(width - shown.size()));
    for (long value : shown) {
      line.append(value <= 0 ? ' ' : BARS.charAt((int) ((value * (BARS.length() - 1)) / highest)));
    }
    return line.toString();
  }
}
