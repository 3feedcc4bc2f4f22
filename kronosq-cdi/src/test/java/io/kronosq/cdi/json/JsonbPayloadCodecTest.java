package io.kronosq.cdi.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.task.PayloadException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonbPayloadCodecTest {
  private final JsonbPayloadCodec codec = new JsonbPayloadCodec();

  /** A payload. */
  public record Person(String name, int age, LocalDate born) {}

  @AfterEach
  void close() {
    codec.close();
  }

  private Object read(String json, Class<?> type) {
    return codec.decode(json.getBytes(UTF_8), type);
  }

  @Test
  void readsWhatItWrote() {
    Person person = new Person("Zoë", 3, LocalDate.of(2020, 2, 29));
    assertThat(codec.decode(codec.encode(person), Person.class)).isEqualTo(person);
    assertThat(codec.decode(codec.encode("text"), String.class)).isEqualTo("text");
    assertThat(codec.decode(codec.encode(List.of(1, 2)), List.class)).asString().contains("1");
    assertThat(codec.encode("a\"b")).asString(UTF_8).isEqualTo("\"a\\\"b\"");
  }

  @Test
  void leavesBytesAlone() {
    byte[] bytes = {0, 1, -1};
    assertThat(codec.encode(bytes)).isSameAs(bytes);
    assertThat(codec.decode(bytes, byte[].class)).isSameAs(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"x\",\"age\":\"geheim\"}",
        "{\"name\":\"x\",\"age\":1,\"born\":\"geheim\"}",
        "{\"name\":[\"geheim\"],\"age\":1}",
        "{\"name\":\"geheim\"",
        "[\"geheim\"]",
        "\"geheim\"",
        "geheim",
        "{geheim}",
        "{\"name\":\"geheim\",}",
        "null",
        ""
      })
  void tellsTheTypeAndTheReasonButNothingOfThePayload(String json) {
    assertThatThrownBy(() -> read(json, Person.class))
        .isInstanceOf(PayloadException.class)
        .hasNoCause()
        .hasMessageStartingWith("The payload can't be read as " + Person.class.getName() + ": ")
        .hasMessageNotContaining("geheim")
        .hasMessageMatching("(?s).*: .{10,}");
  }

  @Test
  void textThatIsNoJsonIsNotReadAsText() {
    assertThatThrownBy(() -> read("plain words", String.class))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("java.lang.String");
  }

  @Test
  void objectThatCannotBeWritten() {
    Map<String, Object> endless = new java.util.HashMap<>();
    endless.put("self", new Failing());
    assertThatThrownBy(() -> codec.encode(endless))
        .isInstanceOf(PayloadException.class)
        .hasMessageStartingWith("An object of class java.util.HashMap can't be written as JSON");
  }

  /** Not a good citizen. */
  public static class Failing {
    public String getValue() {
      throw new IllegalStateException("no value");
    }
  }
}
