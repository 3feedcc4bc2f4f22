package io.kronosq.schedule;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What becomes of ticks that are found too late, because no server was there to take them.
 *
 * @param most how many of them run, the latest first to count; 0 to {@value #MAX_CAUGHT_UP}
 */
public record MisfirePolicy(int most) {
  /** Most missed ticks that can be caught up. */
  public static final int MAX_CAUGHT_UP = 100;

  /** None of them runs. */
  public static final MisfirePolicy SKIP = new MisfirePolicy(0);

  /** The latest of them runs, in place of all. */
  public static final MisfirePolicy RUN_ONCE = new MisfirePolicy(1);

  private static final Pattern CATCH_UP = Pattern.compile("catch-up\\((\\d{1,3})\\)");

  /** Checks the number. */
  public MisfirePolicy {
    if (most < 0 || most > MAX_CAUGHT_UP) {
      throw new IllegalArgumentException(
          "A schedule can't catch up " + most + " ticks: use 0 to " + MAX_CAUGHT_UP);
    }
  }

  /**
   * The latest of them run.
   *
   * @param ticks how many at most, 1 to {@value #MAX_CAUGHT_UP}
   */
  public static MisfirePolicy catchUp(int ticks) {
    return new MisfirePolicy(ticks);
  }

  /**
   * Reads {@code skip}, {@code run-once} or {@code catch-up(n)}.
   *
   * @param text in small letters or capitals
   * @throws IllegalArgumentException when it is none of these
   */
  public static MisfirePolicy parse(String text) {
    String word = text.trim().toLowerCase(Locale.ROOT);
    Matcher catchUp = CATCH_UP.matcher(word);
    if (catchUp.matches()) {
      return new MisfirePolicy(Integer.parseInt(catchUp.group(1)));
    }
    return switch (word) {
      case "skip" -> SKIP;
      case "run-once" -> RUN_ONCE;
      default ->
          throw new IllegalArgumentException(
              "Misfire policy '" + text + "' is unknown: use skip, run-once or catch-up(n)");
    };
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return most == 0 ? "skip" : most == 1 ? "run-once" : "catch-up(" + most + ")";
  }
}
