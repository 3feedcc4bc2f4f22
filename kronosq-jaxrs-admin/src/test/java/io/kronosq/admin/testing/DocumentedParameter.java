package io.kronosq.admin.testing;

import java.util.List;
import java.util.Map;

/**
 * A parameter as openapi.yaml tells it.
 *
 * @param name its name
 * @param in {@code path}, {@code query} or {@code header}
 * @param type {@code string}, {@code integer}, {@code boolean} or {@code array}
 * @param values the values there are; empty for any
 * @param example a value; null for none
 */
public record DocumentedParameter(
    String name, String in, String type, List<String> values, String example) {
  @SuppressWarnings("unchecked")
  static DocumentedParameter of(Map<String, Object> told) {
    Map<String, Object> schema = (Map<String, Object>) told.get("schema");
    Object example = told.get("example");
    Object one = example instanceof List<?> several ? several.get(0) : example;
    return new DocumentedParameter(
        (String) told.get("name"),
        (String) told.get("in"),
        (String) schema.get("type"),
        (List<String>) schema.getOrDefault("enum", List.of()),
        one == null ? null : one.toString());
  }
}
