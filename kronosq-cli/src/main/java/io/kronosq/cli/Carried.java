package io.kronosq.cli;

import io.kronosq.notify.Redaction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a task carries, as it may be shown.
 *
 * @param redaction takes secrets out; null when they are to be shown
 */
record Carried(@Nullable Redaction redaction) {
  /** With its secrets. */
  static final Carried RAW = new Carried(null);

  /** Lines of a log, attempts and the like. */
  List<String> lines(Collection<?> lines) {
    return lines.stream().map(line -> text(String.valueOf(line))).toList();
  }

  Map<String, String> headers(Map<String, String> headers) {
    Map<String, String> shown = new TreeMap<>();
    headers.forEach(
        (name, value) ->
            shown.put(
                name, redaction != null && redaction.hides(name) ? Redaction.MARK : text(value)));
    return shown;
  }

  /** As text where it is UTF-8, else as Base64, which is what a compressed or encrypted one is. */
  @Nullable String bytes(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return text(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return "base64:" + Base64.getEncoder().encodeToString(bytes);
    }
  }

  private String text(String text) {
    return redaction == null ? text : redaction.of(text);
  }
}
