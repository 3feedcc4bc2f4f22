package io.kronosq.admin.problem;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The problems that resources tell most. */
public final class Problems {
  private Problems() {}

  /**
   * A parameter or property is not written as it must be: 400.
   *
   * @param field its name
   * @param detail what is wrong
   * @param remedy what to do; null when the detail says it
   */
  public static ProblemException malformed(String field, String detail, @Nullable String remedy) {
    return ProblemKind.MALFORMED.exception(detail, field, remedy);
  }

  /**
   * A value is understood but not allowed: 422.
   *
   * @param field the name of the parameter or property
   * @param detail what is wrong
   */
  public static ProblemException refused(String field, String detail) {
    return ProblemKind.REFUSED.exception(detail, field, null);
  }

  /**
   * There is no such thing: 404.
   *
   * @param detail what is not there
   * @param remedy where to look
   */
  public static ProblemException notFound(String detail, String remedy) {
    return ProblemKind.NOT_FOUND.exception(detail, null, remedy);
  }

  /**
   * What is there is in the way: 409.
   *
   * @param detail what is in the way
   * @param remedy what to do; null when the detail says it
   */
  public static ProblemException conflict(String detail, @Nullable String remedy) {
    return ProblemKind.CONFLICT.exception(detail, null, remedy);
  }

  /**
   * Reads a value; what is refused by its rules is malformed.
   *
   * @param field the name of the parameter or property
   * @param reading throws {@link IllegalArgumentException}, whose message names value and remedy
   */
  public static <T> T reading(String field, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw malformed(field, String.valueOf(e.getMessage()), null);
    }
  }

  /**
   * Makes a value of a body; what is refused by its rules is understood, but not allowed.
   *
   * @param field the name of the property
   * @param making throws {@link IllegalArgumentException}, whose message names value and remedy
   */
  public static <T> T allowing(String field, Supplier<T> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      throw refused(field, String.valueOf(e.getMessage()));
    }
  }
}
