package io.kronosq.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void valuesOfAllKinds() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("text", "a");
    object.put("count", 12345678901L);
    object.put("yes", true);
    object.put("list", List.of(1, "b", List.of(), Map.of("c", false)));
    assertThat(JsonText.of(object))
        .isEqualTo(
            "{\"text\":\"a\",\"count\":12345678901,\"yes\":true,"
                + "\"list\":[1,\"b\",[],{\"c\":false}]}");
  }

  @Test
  void stringsAreEscaped() {
    assertThat(JsonText.of(Map.of("a\"", "\\ \" \n \t \0 \u2028 ü 😀 /")))
        .isEqualTo("{\"a\\\"\":\"\\\\ \\\" \\u000a \\u0009 \\u0000 \\u2028 ü 😀 /\"}");
  }

  @Test
  void halfACharacterIsReplaced() {
    assertThat(JsonText.of(Map.of("a", "\ud83d x \ude00")))
        .isEqualTo("{\"a\":\"\ufffd x \ufffd\"}");
  }

  @Test
  void otherValuesAreRefused() {
    assertThatThrownBy(() -> JsonText.of(Map.of("a", 1.5)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
