package io.kronosq.feed;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an event stands among all.
 *
 * @param millis when it was written, by Redis' clock, unless that went back
 * @param number which of that millisecond it is
 */
public record Place(long millis, long number) implements Comparable<Place> {
  /** Longer numbers than any that Redis makes, and no greater than a long. */
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::millis).thenComparingLong(Place::number);

  /**
   * Reads an event's id.
   *
   * @param id as events tell it
   * @throws IllegalArgumentException when it is none
   */
  public static Place parse(String id) {
    Matcher found = TEXT.matcher(id);
    if (!found.matches()) {
      throw new IllegalArgumentException(
          "'" + id + "' is not the id of an event; pass on what an event said");
    }
    return new Place(Long.parseLong(found.group(1)), Long.parseLong(found.group(2)));
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return millis + "-" + number;
  }
}
