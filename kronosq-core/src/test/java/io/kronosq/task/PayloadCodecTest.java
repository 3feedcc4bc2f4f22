package io.kronosq.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class PayloadCodecTest {
  private final PayloadCodec plain = PayloadCodec.plain();

  @Test
  void bytesAndTextPassThePlainCodec() {
    assertThat(plain.encode(new byte[] {1, 2})).containsExactly(1, 2);
    assertThat(plain.encode("grün")).isEqualTo("grün".getBytes(UTF_8));
    assertThat(plain.decode("grün".getBytes(UTF_8), String.class)).isEqualTo("grün");
    assertThat(plain.decode(new byte[] {1}, byte[].class)).isEqualTo(new byte[] {1});
  }

  @Test
  void otherClassesAreRefusedWithTheirNameAndTheRemedy() {
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> plain.encode(42))
        .withMessageContaining("java.lang.Integer")
        .withMessageContaining("PayloadCodec");
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> plain.decode(new byte[0], Integer.class))
        .withMessageContaining("java.lang.Integer");
  }
}
