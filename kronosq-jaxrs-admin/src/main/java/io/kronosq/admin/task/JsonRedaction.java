package io.kronosq.admin.task;

import io.kronosq.notify.Redaction;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Takes the values of secret names out of JSON, and tells where. One thread uses it, once. */
final class JsonRedaction {
  /** Places that are told; all values are taken out. */
  private static final int MOST_PLACES = 100;

  private final Redaction redaction;
  private final List<String> places = new ArrayList<>();

  JsonRedaction(Redaction redaction) {
    this.redaction = redaction;
  }

  JsonValue of(JsonValue value) {
    return redacted(value, "$");
  }

  /** Where values were taken out. */
  List<String> places() {
    return places;
  }

  private JsonValue redacted(JsonValue value, String path) {
    if (value instanceof JsonObject object) {
      JsonObjectBuilder copy = Json.createObjectBuilder();
      object.forEach(
          (name, each) -> {
            String place = path + "." + name;
            copy.add(name, redaction.hides(name) ? mark(place) : redacted(each, place));
          });
      return copy.build();
    }
    if (value instanceof JsonArray array) {
      JsonArrayBuilder copy = Json.createArrayBuilder();
      for (int i = 0; i < array.size(); i++) {
        copy.add(redacted(array.get(i), path + "[" + i + "]"));
      }
      return copy.build();
    }
    if (value instanceof JsonString text) {
      return Json.createValue(redaction.of(text.getString()));
    }
    return value;
  }

  private JsonValue mark(String place) {
    if (places.size() < MOST_PLACES) {
      places.add(place);
    }
    return Json.createValue(Redaction.MARK);
  }
}
