package io.kronosq.admin.json;

import io.kronosq.admin.problem.Problems;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of JSON objects, strictly: JSON-B would leave out what it does not know, convert
 * what is of another type, and not tell which property is wrong.
 */
final class RecordReader {
  private RecordReader() {}

  /**
   * A record.
   *
   * @param object has a property for each component that is not {@link Nullable}, and none of
   *     another name; null counts as missing
   * @param type of components that are text, numbers, true or false, instants, enums, records, any
   *     JSON, or maps of such
   * @throws io.kronosq.admin.problem.ProblemException when it is not like that, with the property
   */
  static <T extends Record> T read(JsonObject object, Class<T> type) {
    return type.cast(record(object, type, ""));
  }

  private static Object record(JsonObject object, Class<?> type, String path) {
    RecordComponent[] components = type.getRecordComponents();
    checkNames(object, components, path);
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = component(object, components[i], path);
    }
    return construct(type, components, values);
  }

  private static void checkNames(JsonObject object, RecordComponent[] components, String path) {
    Set<String> known =
        Arrays.stream(components)
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        throw Problems.malformed(
            path + shown(name), "There is no such property", "Remove it; there are " + known);
      }
    }
  }

  /** Names come from outside. */
  private static String shown(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }

  private static @Nullable Object component(
      JsonObject object, RecordComponent component, String path) {
    String name = path + component.getName();
    JsonValue value = object.get(component.getName());
    AnnotatedType type = component.getAnnotatedType();
    if (value == null || value == JsonValue.NULL) {
      if (!type.isAnnotationPresent(Nullable.class)) {
        throw Problems.malformed(name, "The property is missing", "Add it; see openapi.yaml");
      }
      return null;
    }
    return value(value, component.getGenericType(), name);
  }

  private static Object value(JsonValue value, Type type, String name) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class && value instanceof List<?>) {
        return value.asJsonArray().stream().map(each -> value(each, arguments[0], name)).toList();
      }
      if (generic.getRawType() == Map.class && value instanceof JsonObject object) {
        return map(object, arguments[1], name);
      }
      throw wrong(name, generic.getRawType() == List.class ? "an array" : "an object");
    }
    return value(value, (Class<?>) type, name);
  }

  private static Map<String, Object> map(JsonObject object, Type type, String name) {
    Map<String, Object> map = new LinkedHashMap<>();
    object.forEach((key, each) -> map.put(key, value(each, type, name + "." + shown(key))));
    return map;
  }

  private static Object value(JsonValue value, Class<?> type, String name) {
    if (type == JsonValue.class) {
      return value;
    }
    if (type == Boolean.class) {
      if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
        return value == JsonValue.TRUE;
      }
      throw wrong(name, "true or false");
    }
    if (type == Integer.class || type == Long.class) {
      return number(value, type, name);
    }
    if (type.isRecord()) {
      if (value instanceof JsonObject object) {
        return record(object, type, name + ".");
      }
      throw wrong(name, "an object");
    }
    return text(value, type, name);
  }

  private static Object number(JsonValue value, Class<?> type, String name) {
    try {
      if (value instanceof JsonNumber number) {
        BigDecimal decimal = number.bigDecimalValue();
        // Of 1e999999999 no whole number is to be made.
        if (decimal.precision() - (long) decimal.scale() <= 19) {
          return type == Integer.class
              ? decimal.intValueExact()
              : (Object) decimal.longValueExact();
        }
      }
    } catch (ArithmeticException | UnsupportedOperationException e) {
      throw wrong(name, "a whole number" + (type == Integer.class ? " of 32 bits" : " of 64 bits"));
    }
    throw wrong(name, "a whole number" + (type == Integer.class ? " of 32 bits" : " of 64 bits"));
  }

  private static Object text(JsonValue value, Class<?> type, String name) {
    if (!(value instanceof JsonString string)) {
      throw wrong(name, "text");
    }
    String text = string.getString();
    if (type == String.class) {
      return text;
    }
    if (type == Instant.class) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw wrong(name, "an instant such as 2026-11-25T08:00:00Z");
      }
    }
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (constant.toString().equals(text.toUpperCase(Locale.ROOT))) {
          return constant;
        }
      }
      throw wrong(name, "one of " + Arrays.toString(type.getEnumConstants()));
    }
    throw new IllegalStateException("There is no reader for " + type);
  }

  private static RuntimeException wrong(String name, String wanted) {
    return Problems.malformed(name, "The property must be " + wanted, null);
  }

  private static Object construct(Class<?> type, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(type + " can't be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " can't be made", e);
    }
  }
}
