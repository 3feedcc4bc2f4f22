package io.kronosq.admin;

import io.kronosq.admin.openapi.Doc;
import io.kronosq.admin.openapi.Operation;
import io.kronosq.admin.problem.Problem;
import io.kronosq.admin.security.ChangeGuard;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The OpenAPI document, made of what the resources' annotations and types say. */
final class OpenApiDocument {
  private static final Map<Integer, String> MEANINGS =
      Map.ofEntries(
          Map.entry(200, "Done"),
          Map.entry(201, "Created"),
          Map.entry(202, "Accepted"),
          Map.entry(204, "Done"),
          Map.entry(400, "The request is malformed"),
          Map.entry(401, "Nobody has logged in"),
          Map.entry(403, "Not allowed, or the request may come from another site"),
          Map.entry(404, "There is no such thing"),
          Map.entry(406, "JSON is not accepted"),
          Map.entry(409, "What is there is in the way"),
          Map.entry(412, "Somebody else has changed it meanwhile"),
          Map.entry(413, "The body is too large"),
          Map.entry(415, "The body is not JSON"),
          Map.entry(422, "A value is not allowed"),
          Map.entry(428, "If-Match is missing"),
          Map.entry(503, "Redis is away"));

  private final Map<String, Object> schemas = new TreeMap<>();
  private final Map<String, Map<String, Object>> paths = new TreeMap<>();

  static String yaml() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(110);
    options.setSplitLines(true);
    return "# Written by OpenApiTest from the resources; change them.\n"
        + new Yaml(options).dump(new OpenApiDocument().build());
  }

  /** A resource by the first segment of its path. */
  static Map<String, Class<?>> areas() {
    return new TreeMap<>(AdminResources.TYPES);
  }

  private Map<String, Object> build() {
    areas().forEach((area, type) -> add("/" + area, type));
    schema(Problem.class);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.0.3");
    document.put(
        "info",
        ordered(
            "title", "Kronosq Admin",
            "version", "1",
            "description",
                "Looks at queues, tasks, schedules and servers, and steers them. Below"
                    + " /kronosq/api/v1 of an application, and /api/v1 of the dashboard. Changes"
                    + " need the header "
                    + ChangeGuard.HEADER
                    + "."));
    document.put("servers", List.of(Map.of("url", "/kronosq/api/v1")));
    document.put("security", List.of(Map.of("container", List.of())));
    document.put("paths", paths);
    document.put(
        "components",
        ordered(
            "securitySchemes",
            Map.of(
                "container",
                ordered(
                    "type", "http",
                    "scheme", "basic",
                    "description", "Whatever login the container has, such as BASIC or OIDC")),
            "schemas",
            schemas));
    return document;
  }

  private void add(String base, Class<?> resource) {
    Arrays.stream(resource.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            method -> {
              Path path = method.getAnnotation(Path.class);
              String whole = path == null ? base : base + "/" + path.value();
              String verb = verb(method);
              if (verb != null) {
                paths
                    .computeIfAbsent(whole, key -> new TreeMap<>())
                    .put(verb, operation(whole, verb, method));
              } else if (path != null) {
                add(whole, method.getReturnType());
              }
            });
  }

  static @Nullable String verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (http != null) {
        return http.value().toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  private Map<String, Object> operation(String path, String verb, Method method) {
    Operation operation = method.getAnnotation(Operation.class);
    if (operation == null) {
      throw new AssertionError(method + " has no @Operation");
    }
    boolean changes = ChangeGuard.isChange(verb.toUpperCase(Locale.ROOT));
    if (changes == operation.action().isEmpty()) {
      throw new AssertionError(method + " changes something, or not, but its action says else");
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("tags", List.of(path.split("/", -1)[1]));
    told.put("operationId", operationId(path, method));
    told.put("summary", operation.value());
    told.put("x-kronosq-role", operation.role().name().toLowerCase(Locale.ROOT));
    List<Object> parameters = new ArrayList<>();
    if (changes) {
      parameters.add(
          ordered(
              "name",
              ChangeGuard.HEADER,
              "in",
              "header",
              "required",
              true,
              "description",
              "Any value; other sites' pages can't send it",
              "schema",
              Map.of("type", "string")));
    }
    Parameter body = null;
    for (Parameter parameter : method.getParameters()) {
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        for (Field field : parameter.getType().getDeclaredFields()) {
          addParameter(parameters, field, field.getGenericType());
        }
      } else if (!addParameter(parameters, parameter, parameter.getParameterizedType())
          && !parameter.isAnnotationPresent(Context.class)) {
        body = parameter;
      }
    }
    if (!parameters.isEmpty()) {
      told.put("parameters", parameters);
    }
    if (body != null) {
      told.put("requestBody", requestBody(body));
    }
    told.put("responses", responses(method, operation, body != null));
    return told;
  }

  private Map<String, Object> requestBody(Parameter body) {
    Doc doc = body.getAnnotation(Doc.class);
    if (doc == null || doc.example().isEmpty()) {
      throw new AssertionError(body + " has no @Doc with an example");
    }
    return ordered(
        "description",
        doc.value(),
        "required",
        true,
        "content",
        Map.of(
            MediaType.APPLICATION_JSON,
            ordered("schema", schema(body.getType()), "example", new Yaml().load(doc.example()))));
  }

  private static String operationId(String path, Method method) {
    StringBuilder id = new StringBuilder(method.getName());
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty() && !segment.startsWith("{")) {
        String word = segment.replace(".", "");
        id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return id.toString();
  }

  private boolean addParameter(List<Object> parameters, AnnotatedElement element, Type type) {
    QueryParam query = element.getAnnotation(QueryParam.class);
    PathParam path = element.getAnnotation(PathParam.class);
    HeaderParam header = element.getAnnotation(HeaderParam.class);
    if (query == null && path == null && header == null) {
      return false;
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("name", query != null ? query.value() : path != null ? path.value() : header.value());
    told.put("in", query != null ? "query" : path != null ? "path" : "header");
    Doc doc = element.getAnnotation(Doc.class);
    // A missing If-Match is told by a status of its own.
    told.put("required", path != null || (doc != null && doc.required()));
    if (query != null && doc == null) {
      throw new AssertionError(element + " has no @Doc");
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", doc == null ? "string" : doc.type());
    if (doc != null) {
      told.put("description", doc.value());
      if (doc.values().length > 0) {
        schema.put("enum", List.of(doc.values()));
      }
      if (!doc.example().isEmpty()) {
        told.put("example", doc.example());
      }
    }
    if (header != null && header.value().equals(HttpHeaders.IF_MATCH)) {
      told.put("description", "The ETag of what was read; * for whatever is there");
      told.put("example", "*");
    }
    boolean several = type instanceof ParameterizedType;
    told.put("schema", several ? ordered("type", "array", "items", schema) : schema);
    told.computeIfPresent("example", (key, one) -> several ? List.of(one) : typed(one, doc));
    parameters.add(told);
    return true;
  }

  private static Object typed(Object example, @Nullable Doc doc) {
    return doc == null || doc.type().equals("string")
        ? example
        : new Yaml().load(example.toString());
  }

  private Map<String, Object> responses(Method method, Operation operation, boolean body) {
    Map<String, Object> responses = new TreeMap<>();
    int success = operation.answers()[0];
    for (int status : operation.answers()) {
      responses.put(Integer.toString(status), problem(status));
    }
    for (int status : new int[] {401, 403, 406, 503}) {
      responses.put(Integer.toString(status), problem(status));
    }
    if (!operation.action().isEmpty()) {
      responses.put("415", problem(415));
    }
    if (body) {
      responses.put("413", problem(413));
    }
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("description", MEANINGS.get(success));
    Class<?> type =
        operation.returns() != Void.class ? operation.returns() : method.getReturnType();
    if (type == Response.class) {
      throw new AssertionError(method + " does not say what it returns");
    }
    if (type != void.class) {
      done.put("content", content(mediaType(method), schema(type)));
    }
    responses.put(Integer.toString(success), done);
    return responses;
  }

  private static String mediaType(Method method) {
    Produces produces = method.getAnnotation(Produces.class);
    return produces != null
        ? produces.value()[0]
        : method.getDeclaringClass().getAnnotation(Produces.class).value()[0];
  }

  private Map<String, Object> problem(int status) {
    String meaning = MEANINGS.get(status);
    if (meaning == null) {
      throw new AssertionError(status + " has no meaning");
    }
    return ordered(
        "description",
        meaning,
        "content",
        content("application/problem+json", schema(Problem.class)));
  }

  private static Map<String, Object> content(String mediaType, Map<String, Object> schema) {
    return Map.of(mediaType, Map.of("schema", schema));
  }

  private Map<String, Object> schema(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return generic.getRawType() == Map.class
          ? ordered("type", "object", "additionalProperties", schema(arguments[1]))
          : ordered("type", "array", "items", schema(arguments[0]));
    }
    Class<?> raw = (Class<?>) type;
    if (raw == String.class) {
      return ordered("type", "string");
    }
    if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
      boolean small = raw == int.class || raw == Integer.class;
      return ordered("type", "integer", "format", small ? "int32" : "int64");
    }
    if (raw == double.class) {
      return ordered("type", "number");
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return ordered("type", "boolean");
    }
    if (raw == Instant.class) {
      return ordered("type", "string", "format", "date-time");
    }
    if (raw == JsonValue.class) {
      return ordered("description", "Any JSON");
    }
    if (raw.isEnum()) {
      return ordered(
          "type",
          "string",
          "enum",
          Arrays.stream(raw.getEnumConstants()).map(each -> ((Enum<?>) each).name()).toList());
    }
    return reference(raw);
  }

  private Map<String, Object> reference(Class<?> type) {
    String name = name(type);
    if (!schemas.containsKey(name)) {
      schemas.put(name, Map.of());
      schemas.put(name, object(type));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /** Names such as Slice say nothing by themselves. */
  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    boolean resource = outer == null || outer.getSimpleName().endsWith("Resource");
    return resource ? type.getSimpleName() : outer.getSimpleName() + type.getSimpleName();
  }

  private Map<String, Object> object(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        JsonbProperty named = component.getAccessor().getAnnotation(JsonbProperty.class);
        property(
            properties,
            required,
            named == null ? component.getName() : named.value(),
            component.getGenericType(),
            component.getAnnotatedType());
      }
    } else {
      Arrays.stream(type.getMethods())
          .filter(method -> method.getDeclaringClass().getName().startsWith("io.kronosq"))
          .filter(method -> method.getName().matches("(get|is)[A-Z].*"))
          .sorted(Comparator.comparing(Method::getName))
          .forEach(
              method -> {
                String name = method.getName().replaceFirst("get|is", "");
                property(
                    properties,
                    required,
                    Character.toLowerCase(name.charAt(0)) + name.substring(1),
                    method.getGenericReturnType(),
                    method.getAnnotatedReturnType());
              });
    }
    Map<String, Object> told = ordered("type", "object", "properties", properties);
    if (!required.isEmpty()) {
      told.put("required", required);
    }
    return told;
  }

  private void property(
      Map<String, Object> properties,
      List<String> required,
      String name,
      Type type,
      AnnotatedType annotated) {
    properties.put(name, schema(type));
    if (!annotated.isAnnotationPresent(Nullable.class)) {
      required.add(name);
    }
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
