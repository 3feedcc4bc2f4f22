package io.kronosq.task;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EncryptionTest {
  private static final PayloadContext CONTEXT = PayloadContext.payload("mail");
  private static final byte[] SECRET = "card 4111 1111".getBytes(UTF_8);

  private static byte[] key(int fill) {
    byte[] key = new byte[KeyRing.KEY_BYTES];
    java.util.Arrays.fill(key, (byte) fill);
    return key;
  }

  private static PayloadTransforms with(KeyRing ring) {
    return PayloadTransforms.NONE.then(Encryption.with(ring));
  }

  private static final PayloadTransforms FIRST = with(KeyRing.builder().key("k1", key(1)).build());

  @Test
  void neitherTheTextNorAPatternIsStored() {
    Set<String> stored = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String text = new String(FIRST.apply(SECRET, CONTEXT), ISO_8859_1);
      assertThat(text).doesNotContain("4111");
      stored.add(text);
    }
    assertThat(stored).hasSize(1_000);
  }

  @Test
  void keysRotateWithoutATaskThatCantBeRead() {
    PayloadTransforms both = with(KeyRing.builder().key("k1", key(1)).key("k2", key(2)).build());
    PayloadTransforms rotated =
        with(KeyRing.builder().key("k1", key(1)).key("k2", key(2)).current("k2").build());
    PayloadTransforms second = with(KeyRing.builder().key("k2", key(2)).build());
    byte[] old = FIRST.apply(SECRET, CONTEXT);
    byte[] fresh = rotated.apply(SECRET, CONTEXT);
    assertThat(both.undo(old, CONTEXT)).isEqualTo(SECRET);
    assertThat(both.undo(fresh, CONTEXT)).isEqualTo(SECRET);
    assertThat(rotated.undo(old, CONTEXT)).isEqualTo(SECRET);
    assertThat(second.undo(fresh, CONTEXT)).isEqualTo(SECRET);
    assertThatExceptionOfType(PayloadKeyException.class)
        .isThrownBy(() -> second.undo(old, CONTEXT))
        .withMessageContaining("'k1'")
        .withMessageContaining("add it to the key ring")
        .satisfies(e -> assertThat(e.keyId()).isEqualTo("k1"));
  }

  @Test
  void anotherKeyUnderTheSameIdIsToldAsSuch() {
    PayloadTransforms other = with(KeyRing.builder().key("k1", key(9)).build());
    assertThatExceptionOfType(PayloadKeyException.class)
        .isThrownBy(() -> other.undo(FIRST.apply(SECRET, CONTEXT), CONTEXT))
        .withMessageContaining("'k1'")
        .withMessageContaining("another one here");
  }

  @Test
  void bytesAreBoundToTheirKindTypeAndTask() {
    byte[] payload = FIRST.apply(SECRET, CONTEXT);
    byte[] result = FIRST.apply(SECRET, PayloadContext.result("mail", "a"));
    assertRefused(payload, PayloadContext.payload("invoice"));
    assertRefused(payload, PayloadContext.result("mail", ""));
    assertRefused(result, PayloadContext.result("mail", "b"));
    assertRefused(result, PayloadContext.checkpoint("mail", "a"));
    assertThat(FIRST.undo(result, PayloadContext.result("mail", "a"))).isEqualTo(SECRET);
  }

  private static void assertRefused(byte[] stored, PayloadContext context) {
    assertThatExceptionOfType(PayloadKeyException.class)
        .isThrownBy(() -> FIRST.undo(stored, context));
  }

  @Test
  void unencryptedBytesAreReadUnlessEncryptionIsRequired() {
    assertThat(FIRST.undo(SECRET, CONTEXT)).isEqualTo(SECRET);
    KeyRing ring = KeyRing.builder().key("k1", key(1)).build();
    PayloadTransforms required = PayloadTransforms.NONE.then(Encryption.with(ring).required());
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> required.undo(SECRET, CONTEXT))
        .withMessageContaining("required");
  }

  @Test
  void keysAreNeverShown() {
    String base64 = Base64.getEncoder().encodeToString(key('s'));
    KeyRing ring = KeyRing.builder().key("k1", base64).build();
    assertThat(ring.toString()).contains("k1").doesNotContain(base64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyRing.builder().key("k1", base64 + "!"))
        .withMessageContaining("'k1' is not Base64")
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(base64));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyRing.builder().key("k1", base64.substring(4)))
        .withMessageContaining("29 bytes")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(base64.substring(4)));
  }

  @Test
  void aRingWithoutItsCurrentKeyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyRing.builder().key("k1", key(1)).current("k2").build())
        .withMessageContaining("'k2'")
        .withMessageContaining("[k1]");
    assertThatIllegalArgumentException().isThrownBy(() -> KeyRing.builder().build());
  }
}
