package io.kronosq.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadTransformsTest {
  private static final byte[] KEY = new byte[KeyRing.KEY_BYTES];
  private static final PayloadContext CONTEXT = PayloadContext.payload("mail");
  private static final KeyRing RING = KeyRing.builder().key("k1", KEY).build();
  private static final PayloadTransforms BOTH =
      PayloadCodec.plain().with(new Compression(1, 1 << 20)).encrypted(RING).transforms();

  static List<PayloadTransforms> all() {
    return List.of(
        PayloadTransforms.NONE,
        PayloadCodec.plain().compressed().transforms(),
        PayloadCodec.plain().encrypted(RING).transforms(),
        BOTH);
  }

  /** Text, noise, and what looks like our own headers. */
  private static byte[] sample(Random random) {
    byte[] bytes = new byte[random.nextInt(5_000)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    } else {
      Arrays.fill(bytes, (byte) 'a');
    }
    byte[] header = {(byte) 0xC1, 'K', 'Q', (byte) random.nextInt(3), (byte) random.nextInt(12)};
    System.arraycopy(header, 0, bytes, 0, random.nextInt(1 + Math.min(5, bytes.length)));
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("all")
  void whateverIsStoredComesBack(PayloadTransforms transforms) {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = sample(random);
      byte[] stored = transforms.apply(bytes, CONTEXT);
      assertThat(transforms.undo(stored, CONTEXT)).isEqualTo(bytes);
      byte[] twice = transforms.apply(stored, CONTEXT);
      assertThat(transforms.undo(twice, CONTEXT)).isEqualTo(stored);
    }
  }

  @Test
  void bytesWithoutAHeaderCostNothing() {
    byte[] bytes = "plain".getBytes(UTF_8);
    assertThat(PayloadTransforms.NONE.apply(bytes, CONTEXT)).isSameAs(bytes);
    assertThat(BOTH.undo(bytes, CONTEXT)).isSameAs(bytes);
  }

  @Test
  void anyFlippedBitOfAnEncryptedPayloadIsDetected() {
    PayloadTransforms required =
        PayloadTransforms.NONE
            .then(new Compression(1, 1 << 20))
            .then(Encryption.with(RING).required());
    byte[] stored = required.apply("a secret, a secret, a secret".getBytes(UTF_8), CONTEXT);
    for (int bit = 0; bit < 8 * stored.length; bit++) {
      byte[] altered = stored.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatExceptionOfType(PayloadException.class)
          .as("bit %s", bit)
          .isThrownBy(() -> required.undo(altered, CONTEXT));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void cutOffBytesFailInOurWordsOrAreStillThoseOfAPlainPayload(PayloadTransforms transforms) {
    byte[] bytes = "abc".repeat(1_000).getBytes(UTF_8);
    byte[] stored = transforms.apply(bytes, CONTEXT);
    for (int length = 0; length < stored.length; length += length < 64 ? 1 : 17) {
      byte[] cut = Arrays.copyOf(stored, length);
      try {
        // Too short for a header, so that it is none.
        assertThat(transforms.undo(cut, CONTEXT)).isEqualTo(cut);
        assertThat(stored == bytes || length < 4).isTrue();
      } catch (PayloadException e) {
        assertThat(e).hasMessageContaining("mail");
      }
    }
  }

  @Test
  void noiseBehindAHeaderNeverFailsOtherwise() {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      byte[] inner = sample(random);
      String name = random.nextBoolean() ? "deflate" : "aes-256-gcm";
      byte[] stored = new byte[5 + name.length() + inner.length];
      byte[] header = {(byte) 0xC1, 'K', 'Q', 1, (byte) name.length()};
      System.arraycopy(header, 0, stored, 0, 5);
      System.arraycopy(name.getBytes(UTF_8), 0, stored, 5, name.length());
      System.arraycopy(inner, 0, stored, 5 + name.length(), inner.length);
      assertThatExceptionOfType(PayloadException.class)
          .isThrownBy(() -> BOTH.undo(stored, CONTEXT));
    }
  }

  @Test
  void anUnknownTransformIsNamedWithTheRemedy() {
    byte[] stored = PayloadCodec.plain().encrypted(RING).transforms().apply(KEY, CONTEXT);
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> PayloadTransforms.NONE.undo(stored, CONTEXT))
        .withMessageContaining("aes-256-gcm")
        .withMessageContaining("same transforms");
  }

  @Test
  void endlessLayersAreRefused() {
    byte[] stored = "a".repeat(100).getBytes(UTF_8);
    PayloadTransform wrapping =
        new PayloadTransform() {
          @Override
          public String name() {
            return "w";
          }

          @Override
          public byte[] apply(byte[] bytes, PayloadContext context) {
            return bytes;
          }

          @Override
          public byte[] undo(byte[] bytes, PayloadContext context) {
            return PayloadTransforms.NONE.then(this).apply(new byte[] {1}, CONTEXT);
          }
        };
    PayloadTransforms transforms = PayloadTransforms.NONE.then(wrapping);
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> transforms.undo(transforms.apply(stored, CONTEXT), CONTEXT))
        .withMessageContaining("more than 8 times");
  }

  @Test
  void twoTransformsOfOneNameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PayloadCodec.plain().compressed().compressed())
        .withMessageContaining("deflate");
  }
}
