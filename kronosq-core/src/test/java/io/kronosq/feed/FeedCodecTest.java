package io.kronosq.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.event.FeedEvent;
import io.kronosq.event.ScaleReason;
import io.kronosq.event.ServerEvent;
import io.kronosq.event.ServerEventType;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.task.PayloadException;
import io.kronosq.task.TaskError;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FeedCodecTest {
  private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);

  @Test
  void anEventOfATaskIsReadAsItWasWrittenButForTheStackTrace() {
    TaskEvent event =
        new TaskEvent(
            TaskEventType.RETRIED,
            "id",
            "mail",
            "default",
            "server",
            AT,
            3,
            25,
            Duration.ofNanos(12_345),
            new TaskError("E", "no route", "at …"),
            Duration.ofSeconds(9));
    assertThat(FeedCodec.decode("1-2", FeedCodec.encode(event)))
        .isEqualTo(
            new FeedEvent.OfTask(
                "1-2",
                new TaskEvent(
                    TaskEventType.RETRIED,
                    "id",
                    "mail",
                    "default",
                    "server",
                    AT,
                    3,
                    25,
                    Duration.ofNanos(12_345),
                    new TaskError("E", "no route", ""),
                    Duration.ofSeconds(9))));
  }

  @Test
  void anEventWithoutDetailsIsReadAsItWasWritten() {
    TaskEvent event =
        new TaskEvent(TaskEventType.STARTED, "id", "mail", "q", "s", AT, 0, 25, null, null, null);
    assertThat(FeedCodec.decode("1-2", FeedCodec.encode(event)))
        .isEqualTo(new FeedEvent.OfTask("1-2", event));
  }

  @Test
  void anEventOfAServerIsReadAsItWasWritten() {
    ServerEvent event =
        new ServerEvent(ServerEventType.SCALED, "s", "shop", AT, 1, 2, ScaleReason.BACKLOG);
    assertThat(FeedCodec.decode("1-2", FeedCodec.encode(event)))
        .isEqualTo(new FeedEvent.OfServer("1-2", event));
  }

  @Test
  void aGapIsReadAsOne() {
    assertThat(FeedCodec.decode("1-2", FeedCodec.gap())).isEqualTo(new FeedEvent.Gap("1-2"));
  }

  @Test
  void whatIsNoEventIsRefused() {
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> FeedCodec.decode("1-2", new byte[] {1, 2, 3}));
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> FeedCodec.decode("1-2", new byte[] {(byte) 0x92, 2, 1}))
        .withMessageContaining("format version 2");
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> FeedCodec.decode("1-2", new byte[] {(byte) 0x92, 1, 9}))
        .withMessageContaining("unknown kind 9");
  }
}
