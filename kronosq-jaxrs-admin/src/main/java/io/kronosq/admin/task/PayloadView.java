package io.kronosq.admin.task;

import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payload, result or checkpoint, as far as it may be shown.
 *
 * @param encoding {@code json}, {@code text} or {@code binary}; null when it is hidden
 * @param json the JSON, without the values of secret names
 * @param text the text, without the values of secret names
 * @param base64 the bytes
 * @param size bytes; as stored, when it is hidden
 * @param truncated whether only its beginning is told
 * @param hidden whether it is not told
 * @param reason why it is hidden
 * @param redacted where values were taken out, such as {@code $.user.password}; of JSON only
 */
public record PayloadView(
    @Nullable String encoding,
    @Nullable JsonValue json,
    @Nullable String text,
    @Nullable String base64,
    int size,
    boolean truncated,
    boolean hidden,
    @Nullable String reason,
    List<String> redacted) {
  static PayloadView hidden(int size, String reason) {
    return new PayloadView(null, null, null, null, size, false, true, reason, List.of());
  }

  static PayloadView json(int size, JsonValue json, List<String> redacted) {
    return new PayloadView("json", json, null, null, size, false, false, null, redacted);
  }

  static PayloadView text(int size, String text, boolean truncated) {
    return new PayloadView("text", null, text, null, size, truncated, false, null, List.of());
  }

  static PayloadView binary(int size, String base64, boolean truncated) {
    return new PayloadView("binary", null, null, base64, size, truncated, false, null, List.of());
  }
}
