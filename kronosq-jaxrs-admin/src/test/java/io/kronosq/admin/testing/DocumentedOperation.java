package io.kronosq.admin.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * An operation as openapi.yaml tells it.
 *
 * @param id its name
 * @param method of HTTP
 * @param path with names in braces
 * @param role what it needs at least
 * @param parameters all of them
 * @param body its example; null for an operation without a body
 * @param properties of the body: each name with its type, or with {@code any}
 * @param statuses how it may be answered
 */
public record DocumentedOperation(
    String id,
    String method,
    String path,
    String role,
    List<DocumentedParameter> parameters,
    Map<String, Object> body,
    Map<String, String> properties,
    Set<Integer> statuses) {
  private static final String DOCUMENT = "/io/kronosq/admin/openapi/openapi.yaml";

  /** All of them, last what stops a server, of which nothing could be asked then. */
  public static List<DocumentedOperation> all() throws IOException {
    Map<String, Object> document = document();
    List<DocumentedOperation> all = new ArrayList<>();
    object(document, "paths")
        .forEach(
            (path, operations) ->
                asObject(operations)
                    .forEach(
                        (method, told) ->
                            all.add(operation(document, path, method, asObject(told)))));
    all.sort(Comparator.comparing(each -> each.id().startsWith("stop")));
    return all;
  }

  /** The document itself. */
  public static Map<String, Object> document() throws IOException {
    return new Yaml().load(text());
  }

  /** The document as text. */
  public static String text() throws IOException {
    try (InputStream in = DocumentedOperation.class.getResourceAsStream(DOCUMENT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @SuppressWarnings("unchecked")
  private static DocumentedOperation operation(
      Map<String, Object> document, String path, String method, Map<String, Object> told) {
    Set<Integer> statuses = new TreeSet<>();
    object(told, "responses").keySet().forEach(status -> statuses.add(Integer.valueOf(status)));
    Map<String, Object> body =
        object(object(object(told, "requestBody"), "content"), "application/json");
    return new DocumentedOperation(
        (String) told.get("operationId"),
        method.toUpperCase(Locale.ROOT),
        path,
        (String) told.get("x-kronosq-role"),
        ((List<Map<String, Object>>) told.getOrDefault("parameters", List.of()))
            .stream().map(DocumentedParameter::of).toList(),
        (Map<String, Object>) body.get("example"),
        properties(document, object(body, "schema")),
        statuses);
  }

  private static Map<String, String> properties(
      Map<String, Object> document, Map<String, Object> schema) {
    if (!schema.containsKey("$ref")) {
      return Map.of();
    }
    String reference = (String) schema.get("$ref");
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    Map<String, String> types = new TreeMap<>();
    object(object(object(object(document, "components"), "schemas"), name), "properties")
        .forEach((property, told) -> types.put(property, type(asObject(told))));
    return types;
  }

  private static String type(Map<String, Object> schema) {
    Object type = schema.get("type");
    return type == null ? schema.containsKey("$ref") ? "object" : "any" : type.toString();
  }

  private static Map<String, Object> object(Map<String, Object> of, String name) {
    return asObject(of.getOrDefault(name, Map.of()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asObject(Object value) {
    return (Map<String, Object>) value;
  }

  /** The status of success. */
  public int success() {
    return statuses.stream().mapToInt(Integer::intValue).min().orElseThrow();
  }

  /** Whether it changes something. */
  public boolean changes() {
    return !method.equals("GET");
  }

  /** Whether it has a body. */
  public boolean hasBody() {
    return body != null;
  }

  /** Whether it needs the version of what it is to change. */
  public boolean needsVersion() {
    return statuses.contains(428);
  }

  /** Whether somebody may call it. */
  public boolean isFor(String user) {
    List<String> roles = List.of("viewer", "operator", "admin");
    return roles.indexOf(user) >= roles.indexOf(role);
  }

  /** The parameters of its query. */
  public List<DocumentedParameter> query() {
    return parameters.stream().filter(parameter -> parameter.in().equals("query")).toList();
  }

  /** The query of all parameters that have an example; empty when none has. */
  public String queryExample() {
    String query =
        query().stream()
            .filter(parameter -> parameter.example() != null)
            .map(
                parameter ->
                    parameter.name()
                        + "="
                        + URLEncoder.encode(parameter.example(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  /** The example of its body as JSON; null for an operation without a body. */
  public String bodyExample() {
    return body == null ? null : json(body);
  }

  /** That example with another value of one property, as JSON whatever it is. */
  public String bodyWith(String property, String value) {
    Map<String, Object> others = new LinkedHashMap<>(body);
    others.remove(property);
    String start = json(others).strip();
    return start.substring(0, start.length() - 1)
        + (others.isEmpty() ? "" : ",")
        + '"'
        + property
        + "\":"
        + value
        + "}";
  }

  /** JSON, which is YAML in flow style with quotes. */
  public static String json(Object value) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
    options.setDefaultScalarStyle(DumperOptions.ScalarStyle.JSON_SCALAR_STYLE);
    options.setWidth(Integer.MAX_VALUE);
    options.setSplitLines(false);
    return new Yaml(options).dump(value).strip();
  }
}
