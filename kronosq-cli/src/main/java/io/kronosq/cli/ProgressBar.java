package io.kronosq.cli;

import io.kronosq.inspect.BulkProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells on one line how far long work is; a person watches it. */
final class ProgressBar implements AutoCloseable {
  private static final int CELLS = 24;
  private static final Duration EARLIEST_RATE = Duration.ofSeconds(1);

  private final @Nullable PrintWriter terminal;
  private final String verb;
  private final int width;
  private final long began = System.nanoTime();
  private int longest;

  /**
   * @param terminal where it is drawn; null when nobody watches
   * @param verb what is done
   * @param width the terminal's columns
   */
  ProgressBar(@Nullable PrintWriter terminal, String verb, int width) {
    this.terminal = terminal;
    this.verb = verb;
    this.width = width;
  }

  void show(BulkProgress progress) {
    if (terminal == null) {
      return;
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
    String line = Look.cut(line(verb, progress, elapsed), width - 1);
    terminal.print("\r" + line + " ".repeat(Math.max(0, longest - line.length())));
    terminal.flush();
    longest = Math.max(longest, line.length());
  }

  /** Such as {@code delete [######------------------] 25 %, 250 of 1,000 changed, 2 s left}. */
  static String line(String verb, BulkProgress progress, Duration elapsed) {
    double share =
        progress.total() == 0 ? 1 : Math.min(1, (double) progress.scanned() / progress.total());
    int full = (int) (share * CELLS);
    String done = String.format(Locale.ROOT, "%,d", progress.changed());
    String matched = String.format(Locale.ROOT, "%,d", progress.matched());
    return String.format(
        Locale.ROOT,
        "%s [%s%s] %3d %%, %s%s",
        verb,
        "#".repeat(full),
        "-".repeat(CELLS - full),
        (int) (share * 100),
        verb.equals("count") ? matched + " found" : done + " of " + matched + " found",
        left(share, elapsed));
  }

  private static String left(double share, Duration elapsed) {
    if (share <= 0 || share >= 1 || elapsed.compareTo(EARLIEST_RATE) < 0) {
      return "";
    }
    long millis = (long) (elapsed.toMillis() * (1 - share) / share);
    return ", " + Text.lasting(Duration.ofSeconds((millis + 999) / 1000)) + " left";
  }

  /** Ends the line. */
  @Override
  public void close() {
    if (terminal != null && longest > 0) {
      terminal.println();
    }
  }
}
