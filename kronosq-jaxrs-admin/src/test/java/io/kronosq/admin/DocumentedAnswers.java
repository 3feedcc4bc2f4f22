package io.kronosq.admin;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.kronosq.admin.testing.DocumentedOperation;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares answers with the schemas of openapi.yaml, with a library that knows JSON Schema. */
final class DocumentedAnswers {
  private static final String ADDRESS = "https://kronosq.example/openapi.json";
  private static final String REFERENCE = "#/components/schemas/";

  private final Map<String, Object> document;
  private final SchemaRegistry schemas;

  DocumentedAnswers() throws Exception {
    document = DocumentedOperation.document();
    object(object(document, "components"), "schemas").values().forEach(DocumentedAnswers::close);
    String json = DocumentedOperation.json(document);
    schemas =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(ADDRESS, json)));
  }

  /** What is not in the document is not to be in an answer. */
  private static void close(Object schema) {
    Map<String, Object> told = asObject(schema);
    if (told.containsKey("properties")) {
      told.put("additionalProperties", false);
    }
  }

  /** The formats of all answers, which generated clients say that they accept. */
  String formats(DocumentedOperation operation) {
    return responses(operation).values().stream()
        .flatMap(told -> object(asObject(told), "content").keySet().stream())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Where an answer is not as documented; empty when all is well. */
  List<String> deviations(DocumentedOperation operation, HttpResponse<String> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    return deviations(
        operation, answer.statusCode(), type.replaceFirst(";.*", "").strip(), answer.body());
  }

  /** The same of an answer's status, format and body. */
  List<String> deviations(DocumentedOperation operation, int status, String type, String body) {
    Map<String, Object> told = responses(operation);
    if (!told.containsKey(Integer.toString(status))) {
      return List.of("The status " + status + " is not documented");
    }
    Map<String, Object> content = object(object(told, Integer.toString(status)), "content");
    if (content.isEmpty()) {
      return body.isEmpty() ? List.of() : List.of("A body is not documented");
    }
    if (!content.containsKey(type)) {
      return List.of("The format " + type + " is not documented");
    }
    return type.endsWith("json")
        ? validated((String) object(object(content, type), "schema").get("$ref"), body)
        : List.of();
  }

  private List<String> validated(String reference, String json) {
    if (!reference.startsWith(REFERENCE)) {
      throw new AssertionError(reference);
    }
    return schemas
        .getSchema(SchemaLocation.of(ADDRESS + reference))
        .validate(
            json,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Object::toString)
        .toList();
  }

  private Map<String, Object> responses(DocumentedOperation operation) {
    Map<String, Object> methods = object(object(document, "paths"), operation.path());
    return object(object(methods, operation.method().toLowerCase(Locale.ROOT)), "responses");
  }

  private static Map<String, Object> object(Map<String, Object> of, String name) {
    return asObject(of.getOrDefault(name, Map.of()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asObject(Object value) {
    return (Map<String, Object>) value;
  }
}
