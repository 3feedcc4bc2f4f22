package io.kronosq.redis;

import io.lettuce.core.Range;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a pending task is in the lanes: its key, its number in that lane, its id.
 *
 * @param key the limit key
 * @param seq twelve digits
 * @param id the task's id
 */
record LanePlace(String key, String seq, String id) implements Comparable<LanePlace> {
  private static final char MARK = '~';

  /** Reads a member of the waiting. */
  static LanePlace of(byte[] member) {
    String[] parts = Args.text(member).split("\0", 3);
    return new LanePlace(parts[0], parts[1], parts[2]);
  }

  /** All members of a lane. */
  static Range<byte[]> lane(String key) {
    return Range.from(
        Range.Boundary.including(Args.bytes(key + "\0")),
        Range.Boundary.excluding(Args.bytes(key + "\1")));
  }

  /** Whether the text of a place is that of one in the lanes. */
  static boolean isPlace(@Nullable String text) {
    return text != null && !text.isEmpty() && text.charAt(0) == MARK;
  }

  /** Reads what {@link #toString} wrote. */
  static LanePlace parse(String text) {
    String[] parts = PlaceText.parts(text.substring(1), 3);
    int length = (int) PlaceText.number(text, parts[1]);
    if (length < 0 || length > parts[2].length()) {
      throw PlaceText.notAPlace(text, null);
    }
    return new LanePlace(parts[2].substring(0, length), parts[0], parts[2].substring(length));
  }

  byte[] member() {
    return Args.bytes(key + "\0" + seq + "\0" + id);
  }

  /** As Redis orders. */
  @Override
  public int compareTo(LanePlace other) {
    return Arrays.compareUnsigned(member(), other.member());
  }

  @Override
  public String toString() {
    return MARK + seq + ":" + key.length() + ":" + key + id;
  }
}
