package io.kronosq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.store.BatchCodec;
import io.kronosq.store.Confirmation;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.NewTask;
import io.kronosq.task.Aggregation;
import io.kronosq.task.Due;
import io.kronosq.task.Durability;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Unique;
import io.kronosq.task.WhenTaken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreparedTaskCodecTest {
  private static final Duration TTL = Duration.ofMinutes(3);
  private static final Envelope ENVELOPE =
      new Envelope(
          "type",
          new byte[] {1, 2, 3},
          Instant.ofEpochMilli(1_700_000_000_000L),
          7,
          Duration.ofSeconds(9),
          null,
          Duration.ZERO,
          null,
          Map.of());
  private static final byte[] BYTES = EnvelopeCodec.encode(ENVELOPE);

  private static PreparedTask task(
      Due due, NewTask.Lock lock, String limitKey, String orderingKey, Confirmation confirmation) {
    NewTask task = new NewTask("id", true, BYTES, due, lock, limitKey);
    return new PreparedTask("type", "queue", task, orderingKey, confirmation);
  }

  private static NewTask.Lock lock(WhenTaken whenTaken) {
    return new NewTask.Lock("digest", TTL, Unique.Release.ON_EXPIRY, whenTaken);
  }

  static Stream<PreparedTask> tasks() {
    Confirmation replicated = new Confirmation(Durability.replicated(2), Duration.ofMillis(700));
    NewTask.Group group =
        new NewTask.Group(
            "type",
            "group",
            new Aggregation(5, Duration.ofSeconds(20), Duration.ofSeconds(2)),
            BatchCodec.frame(ENVELOPE));
    return Stream.of(
        task(Due.NOW, null, null, null, Confirmation.NONE),
        task(new Due.After(Duration.ofNanos(1_500_000_001)), null, "limit", "order", replicated),
        task(new Due.At(Instant.ofEpochMilli(77)), null, null, null, Confirmation.NONE),
        task(Due.NOW, lock(WhenTaken.REFUSE), null, null, Confirmation.NONE),
        task(Due.NOW, lock(new WhenTaken.Replace()), null, null, Confirmation.NONE),
        task(Due.NOW, lock(new WhenTaken.Debounce(null)), null, null, Confirmation.NONE),
        task(Due.NOW, lock(new WhenTaken.Debounce(TTL)), null, null, Confirmation.NONE),
        new PreparedTask(
            "type",
            "queue",
            new NewTask("id", true, BYTES, Due.NOW, null, null, group),
            null,
            Confirmation.NONE));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void whatIsReadIsWhatWasWritten(PreparedTask task) {
    assertThat(PreparedTaskCodec.decode("type", PreparedTaskCodec.encode(task)))
        .usingRecursiveComparison()
        .isEqualTo(task);
  }

  @Test
  void otherBytesAreRefused() {
    byte[] good = PreparedTaskCodec.encode(task(Due.NOW, null, null, null, Confirmation.NONE));
    good[1] = 9;
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> PreparedTaskCodec.decode("type", good))
        .withMessageContaining("version 9");
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> PreparedTaskCodec.decode("type", new byte[] {1, 2}));
  }
}
