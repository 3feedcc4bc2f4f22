package io.kronosq.admin.live;

import io.kronosq.admin.problem.ProblemException;
import io.kronosq.admin.problem.Problems;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Parameters that have one of a few values. */
final class Choice {
  private Choice() {}

  /**
   * The constant that a text names, whatever its case.
   *
   * @param field the parameter's name
   * @throws ProblemException when there is none of that name
   */
  static <E extends Enum<E>> E of(String field, Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                Problems.malformed(
                    field,
                    "There is no " + field + " '" + text + "'",
                    "use one of " + names(type)));
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
