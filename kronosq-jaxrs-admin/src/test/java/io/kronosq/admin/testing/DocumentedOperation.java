package io.kronosq.admin.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** An operation as openapi.yaml tells it. */
public record DocumentedOperation(
    String id,
    String method,
    String path,
    String role,
    boolean hasBody,
    List<String> queryParameters,
    Set<Integer> statuses) {
  /** All of them. */
  @SuppressWarnings("unchecked")
  public static List<DocumentedOperation> all() throws IOException {
    List<DocumentedOperation> all = new ArrayList<>();
    try (InputStream in =
        DocumentedOperation.class.getResourceAsStream("/io/kronosq/admin/openapi/openapi.yaml")) {
      Map<String, Map<String, Map<String, Object>>> paths =
          (Map<String, Map<String, Map<String, Object>>>)
              ((Map<String, Object>) new Yaml().load(in)).get("paths");
      paths.forEach(
          (path, operations) ->
              operations.forEach((method, told) -> all.add(operation(path, method, told))));
    }
    return all;
  }

  @SuppressWarnings("unchecked")
  private static DocumentedOperation operation(
      String path, String method, Map<String, Object> told) {
    Set<Integer> statuses = new TreeSet<>();
    ((Map<Object, Object>) told.get("responses"))
        .keySet()
        .forEach(status -> statuses.add(Integer.valueOf(status.toString())));
    List<Map<String, Object>> parameters =
        (List<Map<String, Object>>) told.getOrDefault("parameters", List.of());
    return new DocumentedOperation(
        (String) told.get("operationId"),
        method.toUpperCase(Locale.ROOT),
        path,
        (String) told.get("x-kronosq-role"),
        told.containsKey("requestBody"),
        parameters.stream()
            .filter(parameter -> parameter.get("in").equals("query"))
            .map(parameter -> (String) parameter.get("name"))
            .toList(),
        statuses);
  }

  /** The status of success. */
  public int success() {
    return statuses.stream().mapToInt(Integer::intValue).min().orElseThrow();
  }

  /** Whether it changes something. */
  public boolean changes() {
    return !method.equals("GET");
  }

  /** Whether somebody may call it. */
  public boolean isFor(String user) {
    List<String> roles = List.of("viewer", "operator", "admin");
    return roles.indexOf(user) >= roles.indexOf(role);
  }
}
