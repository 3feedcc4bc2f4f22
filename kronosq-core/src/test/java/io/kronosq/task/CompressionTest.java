package io.kronosq.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class CompressionTest {
  private static final PayloadContext CONTEXT = PayloadContext.payload("mail");
  private static final Compression COMPRESSION = new Compression(100, 1_000_000);

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  @Test
  void smallPayloadsStayAsTheyAre() {
    assertThat(COMPRESSION.apply(filled(99), CONTEXT)).isNull();
    assertThat(COMPRESSION.apply(filled(100), CONTEXT)).hasSizeLessThan(50);
  }

  @Test
  void whatDoesNotGetSmallerStaysAsItIs() {
    byte[] noise = new byte[10_000];
    new Random(1).nextBytes(noise);
    assertThat(COMPRESSION.apply(noise, CONTEXT)).isNull();
  }

  @Test
  void whatSaysThatItIsLargerThanAllowedIsRefusedBeforeItIsRead() {
    byte[] compressed = new Compression(1, 2_000_000).apply(filled(1_000_001), CONTEXT);
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> COMPRESSION.undo(compressed, CONTEXT))
        .withMessageContaining("1000001")
        .withMessageContaining("maxBytes");
  }

  @Test
  void aBombThatLiesAboutItsLengthIsRefused() {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(filled(50_000_000));
    deflater.finish();
    byte[] bomb = new byte[100_000];
    int length = 4 + deflater.deflate(bomb, 4, bomb.length - 4);
    deflater.end();
    ByteBuffer.wrap(bomb).putInt(1_000);
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> COMPRESSION.undo(Arrays.copyOf(bomb, length), CONTEXT))
        .withMessageContaining("damaged");
  }

  @Test
  void fewerBytesThanPromisedAreRefused() {
    byte[] compressed = COMPRESSION.apply(filled(1_000), CONTEXT);
    ByteBuffer.wrap(compressed).putInt(1_001);
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> COMPRESSION.undo(compressed, CONTEXT))
        .withMessageContaining("damaged");
  }
}
