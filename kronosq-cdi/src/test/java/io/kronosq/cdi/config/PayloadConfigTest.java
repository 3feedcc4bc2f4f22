package io.kronosq.cdi.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadContext;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadConfigTest {
  private static final PayloadContext CONTEXT = PayloadContext.payload("t");
  private static final String BASE64 = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String KEY = "kronosq.payload.encryption.key";
  private static final byte[] TEXT = "some text ".repeat(500).getBytes(UTF_8);

  private final List<String> mistakes = new ArrayList<>();

  private PayloadCodec codec(Map<String, String> properties) {
    return KronosConfig.read(
            new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build(),
            (code, text) -> mistakes.add(code.id() + ": " + text))
        .payloads()
        .applyTo(PayloadCodec.plain());
  }

  @Test
  void nothingIsTransformedUnlessConfigured() {
    assertThat(codec(Map.of()).transforms().apply(TEXT, CONTEXT)).isSameAs(TEXT);
    assertThat(mistakes).isEmpty();
  }

  @Test
  void whatIsCompressedIsReadWithoutTheSwitch() {
    byte[] stored =
        codec(Map.of("kronosq.payload.compression", "true")).transforms().apply(TEXT, CONTEXT);
    assertThat(stored).hasSizeLessThan(TEXT.length / 10);
    assertThat(codec(Map.of()).transforms().undo(stored, CONTEXT)).isEqualTo(TEXT);
    assertThat(mistakes).isEmpty();
  }

  @Test
  void keysRotateByConfiguration() {
    byte[] stored = codec(Map.of(KEY, "a", KEY + "s.a", BASE64)).transforms().apply(TEXT, CONTEXT);
    String other = Base64.getEncoder().encodeToString("x".repeat(32).getBytes(UTF_8));
    PayloadCodec rotated = codec(Map.of(KEY, "b", KEY + "s.a", BASE64, KEY + "s.b", other));
    assertThat(rotated.transforms().undo(stored, CONTEXT)).isEqualTo(TEXT);
    assertThat(new String(rotated.transforms().apply(TEXT, CONTEXT), UTF_8)).contains("b");
    assertThat(mistakes).isEmpty();
  }

  @Test
  void mistakesNameTheKeyAndNeverShowIt() {
    codec(Map.of(KEY, "a", KEY + "s.a", BASE64.substring(8), KEY + "s.b", "!" + BASE64));
    assertThat(mistakes)
        .hasSize(2)
        .allMatch(mistake -> mistake.startsWith("KRONOSQ0074: "))
        .anyMatch(mistake -> mistake.contains("keys.a (its value is not shown)"))
        .anyMatch(mistake -> mistake.contains("'b' is not Base64"))
        .noneMatch(mistake -> mistake.contains(BASE64.substring(8)));
  }

  @Test
  void aMissingKeyAndKeysWithoutAChoiceAreMistakes() {
    codec(Map.of(KEY, "a"));
    codec(Map.of(KEY + "s.a", BASE64));
    codec(Map.of(KEY + ".x", "y", "kronosq.payload.encryption.required", "true"));
    assertThat(mistakes).hasSize(3);
    assertThat(mistakes.get(0))
        .startsWith("KRONOSQ0073: kronosq.payload.encryption.keys.a is missing");
    assertThat(mistakes.get(1)).contains("KRONOSQ0072", "set kronosq.payload.encryption.key");
    assertThat(mistakes.get(2)).contains("KRONOSQ0071", "needs a key");
  }
}
