package io.kronosq.redis;

import org.jspecify.annotations.Nullable;

/** Reads the parts of a place, which inspectors hand back as they got it. */
final class PlaceText {
  private PlaceText() {}

  static String[] parts(String place, int count) {
    String[] parts = place.split(":", count);
    if (parts.length != count) {
      throw notAPlace(place, null);
    }
    return parts;
  }

  static long number(String place, String part) {
    try {
      return Long.parseLong(part);
    } catch (NumberFormatException e) {
      throw notAPlace(place, e);
    }
  }

  static IllegalArgumentException notAPlace(String place, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "'" + place + "' is no place in this state; pass on what the page before said", cause);
  }
}
