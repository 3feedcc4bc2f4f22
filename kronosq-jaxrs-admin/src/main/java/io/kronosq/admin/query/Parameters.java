package io.kronosq.admin.query;

import io.kronosq.admin.problem.Problems;
import io.kronosq.task.Names;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of paths and queries. JAX-RS would answer 404 for a value that it can't
 * convert, and not tell which.
 */
public final class Parameters {
  private Parameters() {}

  /**
   * The name of a queue.
   *
   * @param value of the path
   */
  public static String queue(String value) {
    return Problems.reading("queue", () -> Names.checkQueue(value));
  }

  /**
   * The id of a task.
   *
   * @param value of the path
   */
  public static String taskId(String value) {
    return Problems.reading("id", () -> Names.checkId(value));
  }

  /**
   * A whole number.
   *
   * @param name of the parameter
   * @param value null or empty for the default
   * @param min the least that is allowed
   * @param max the greatest that is allowed
   * @param otherwise the default
   */
  public static int number(String name, @Nullable String value, int min, int max, int otherwise) {
    if (value == null || value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw outside(name, min, max);
    }
    throw outside(name, min, max);
  }

  private static RuntimeException outside(String name, int min, int max) {
    return Problems.malformed(
        name,
        name + " must be a whole number from " + min + " to " + max,
        "Leave it out, or mend it");
  }

  /**
   * True or false.
   *
   * @param name of the parameter
   * @param value null or empty for false
   */
  public static boolean flag(String name, @Nullable String value) {
    if (value == null || value.isEmpty() || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw Problems.malformed(name, name + " must be true or false", null);
  }

  /**
   * An instant.
   *
   * @param name of the parameter
   * @param value null or empty for none
   */
  public static @Nullable Instant instant(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw Problems.malformed(
          name, name + " must be an instant such as 2026-11-25T08:00:00Z", null);
    }
  }

  /**
   * One of the constants of an enum, whatever its case.
   *
   * @param name of the parameter
   * @param type has the constants
   * @param value not null
   */
  public static <E extends Enum<E>> E choice(String name, Class<E> type, String value) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(value.toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw Problems.malformed(
        name,
        name
            + " must be one of "
            + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT),
        null);
  }

  /**
   * Text.
   *
   * @param value null for empty text
   */
  public static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
