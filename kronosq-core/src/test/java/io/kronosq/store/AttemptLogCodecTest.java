package io.kronosq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.task.Attempt;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.PayloadException;
import io.kronosq.task.TaskError;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptLogCodecTest {
  @Test
  void whatIsWrittenIsRead() {
    List<Attempt> attempts =
        Arrays.stream(Attempt.Kind.values())
            .map(
                kind ->
                    new Attempt(
                        Instant.ofEpochMilli(1_700_000_000_123L + kind.ordinal()),
                        kind,
                        "server",
                        new TaskError("class", "größe", kind == Attempt.Kind.FAILED ? "at x" : "")))
            .toList();
    AttemptLog log = new AttemptLog(300, 2, attempts);
    assertThat(AttemptLogCodec.decode(AttemptLogCodec.encode(log))).isEqualTo(log);
  }

  @Test
  void noBytesMeanThatTheTaskNeverFailed() {
    assertThat(AttemptLogCodec.decode(null)).isEqualTo(AttemptLog.NONE);
    assertThat(AttemptLogCodec.decode(AttemptLogCodec.encode(AttemptLog.NONE)))
        .isEqualTo(AttemptLog.NONE);
  }

  @Test
  void otherBytesAreRefused() {
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> AttemptLogCodec.decode(new byte[] {1, 2, 3}))
        .withMessageContaining("attempt log");
  }
}
