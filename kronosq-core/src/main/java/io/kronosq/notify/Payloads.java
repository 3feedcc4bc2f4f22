package io.kronosq.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.event.TaskEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Payloads as messages show them: without secrets, and not at all unless asked for.
 *
 * @param source where they are; null for none
 * @param maxLength longest text, 1 to {@value #MAX_LENGTH}
 */
record Payloads(@Nullable PayloadSource source, int maxLength) {
  static final int MAX_LENGTH = 2_000;
  static final Payloads NONE = new Payloads(null, 500);

  private static final Logger LOG = LoggerFactory.getLogger(Payloads.class);

  Payloads {
    if (maxLength < 1 || maxLength > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "A payload is shown with 1 to " + MAX_LENGTH + " characters, not " + maxLength);
    }
  }

  String of(TaskEvent event) {
    if (source == null) {
      return "";
    }
    try {
      Optional<byte[]> payload = source.payload(event.queue(), event.taskId());
      return payload.map(bytes -> text(bytes, maxLength)).orElse("");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    } catch (Exception e) {
      LOG.warn("The payload of task {} can't be shown: {}", event.taskId(), e.toString());
      return "";
    }
  }

  static String text(byte[] payload, int maxLength) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      if (text.indexOf('\0') < 0) {
        return PlainText.cut(PlainText.clean(Redaction.BUILT_IN.of(text)), maxLength);
      }
    } catch (CharacterCodingException e) {
      // Not a text; told by its size below.
    }
    return payload.length + " bytes";
  }
}
