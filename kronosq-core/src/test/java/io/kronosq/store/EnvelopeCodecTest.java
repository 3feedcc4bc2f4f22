package io.kronosq.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Unique;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class EnvelopeCodecTest {
  private static final Instant ENQUEUED = Instant.parse("2026-01-02T03:04:05.678Z");

  private static Envelope plain(String type, byte[] payload) {
    return new Envelope(
        type,
        payload,
        ENQUEUED,
        EnqueueOptions.DEFAULT_MAX_RETRY,
        EnqueueOptions.DEFAULT_TIMEOUT,
        null,
        Duration.ZERO,
        null,
        Map.of());
  }

  private static void assertSame(Envelope read, Envelope written) {
    assertThat(read).usingRecursiveComparison().ignoringFields("headers").isEqualTo(written);
    assertThat(List.copyOf(read.headers().entrySet()))
        .isEqualTo(List.copyOf(written.headers().entrySet()));
  }

  @Test
  void whatIsWrittenIsRead() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("trace", "1");
    headers.put("another", "größe");
    Envelope all =
        new Envelope(
            "email:welcome",
            "payload".getBytes(UTF_8),
            ENQUEUED,
            3,
            Duration.ofMillis(1_234),
            Instant.parse("2027-01-01T00:00:00.001Z"),
            Duration.ofDays(2),
            new UniqueLock("digest", Unique.Release.ON_SUCCESS),
            headers);
    assertSame(EnvelopeCodec.decode(EnvelopeCodec.encode(all)), all);
  }

  @Test
  void whenADelayedTaskIsDueIsKept() {
    Envelope delayed =
        new Envelope(
            "t",
            new byte[0],
            ENQUEUED,
            EnqueueOptions.DEFAULT_MAX_RETRY,
            EnqueueOptions.DEFAULT_TIMEOUT,
            null,
            Duration.ZERO,
            null,
            Map.of(),
            null,
            false,
            ENQUEUED.plusSeconds(5));
    Envelope read = EnvelopeCodec.decode(EnvelopeCodec.encode(delayed));
    assertThat(read.waitsSince()).isEqualTo(ENQUEUED.plusSeconds(5));
    assertThat(plain("t", new byte[0]).waitsSince()).isEqualTo(ENQUEUED);
  }

  @Test
  void defaultsComeBackAlthoughTheyAreNotStored() {
    Envelope plain = plain("t", new byte[] {1, 2, 3});
    assertSame(EnvelopeCodec.decode(EnvelopeCodec.encode(plain)), plain);
  }

  @Test
  void valuesThatLookLikeNoneAreKept() {
    Envelope zeros =
        new Envelope(
            "t",
            new byte[0],
            Instant.EPOCH,
            0,
            Duration.ZERO,
            Instant.EPOCH,
            Duration.ZERO,
            null,
            Map.of("", ""));
    assertSame(EnvelopeCodec.decode(EnvelopeCodec.encode(zeros)), zeros);
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleOfReleaseIsKept(Unique.Release release) {
    Envelope locked =
        new Envelope(
            "t",
            new byte[0],
            ENQUEUED,
            25,
            Duration.ofMinutes(30),
            null,
            Duration.ZERO,
            new UniqueLock("d", release),
            Map.of());
    assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(locked)).lock())
        .isEqualTo(new UniqueLock("d", release));
  }

  @Test
  void anOrdinaryTaskTakesAtMostTwentyBytesOnTop() {
    for (int size : new int[] {0, 1, 100, 255, 256, 65_535, 65_536, 1_000_000}) {
      byte[] payload = new byte[size];
      Arrays.fill(payload, (byte) 7);
      String type = "email:welcome";
      assertThat(EnvelopeCodec.encode(plain(type, payload)))
          .hasSizeLessThanOrEqualTo(size + type.length() + 20);
    }
  }

  @Test
  void aTypeOutsideAsciiIsKept() {
    Envelope task = plain("größe:😀", new byte[] {1});
    assertSame(EnvelopeCodec.decode(EnvelopeCodec.encode(task)), task);
  }

  @Test
  void aNewerVersionIsRefusedWithTheRemedy() {
    byte[] newer = EnvelopeCodec.encode(plain("t", new byte[0]));
    newer[1] = 9;
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> EnvelopeCodec.decode(newer))
        .withMessageContaining("version 9")
        .withMessageContaining("upgrade");
  }

  @Test
  void fieldsThatAreNotKnownYetAreSkipped() throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(5).packInt(1).packString("t").packBinaryHeader(0);
      packer.packLong(ENQUEUED.toEpochMilli());
      packer.packMapHeader(2).packInt(99).packString("later").packInt(1).packInt(4);
      assertThat(EnvelopeCodec.decode(packer.toByteArray()).maxRetry()).isEqualTo(4);
    }
  }

  @Test
  void otherBytesAreRefused() {
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> EnvelopeCodec.decode("{\"json\":1}".getBytes(UTF_8)))
        .withMessageContaining("not an envelope");
    byte[] whole = EnvelopeCodec.encode(plain("t", new byte[50]));
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> EnvelopeCodec.decode(Arrays.copyOf(whole, 20)));
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> EnvelopeCodec.decode(new byte[0]));
  }
}
