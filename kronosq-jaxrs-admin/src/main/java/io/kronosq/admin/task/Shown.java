package io.kronosq.admin.task;

import io.kronosq.admin.security.Caller;
import io.kronosq.cdi.config.AdminConfig;
import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.notify.Redaction;
import io.kronosq.task.PayloadContext;
import io.kronosq.task.PayloadException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of a task may be shown to the present caller. */
@ApplicationScoped
public class Shown {
  private static final int MAX_PREVIEW = 120;

  /** What a preview is made of; more than it shows, so that redaction sees whole values. */
  private static final int PREVIEW_SOURCE = 2_048;

  @Inject private KronosExtension extension;
  @Inject private KronosLifecycle lifecycle;
  @Inject private Caller caller;

  private Redaction redaction = Redaction.BUILT_IN;

  /** Knows what is configured to be hidden. */
  @PostConstruct
  void open() {
    redaction = Redaction.BUILT_IN.and(config().redacted());
  }

  private AdminConfig config() {
    return extension.deployment().config().admin();
  }

  /** A text of a handler or a server, such as an error's message. */
  String text(String text) {
    return redaction.of(text);
  }

  /** Headers, without the values of secret names. */
  Map<String, String> headers(Map<String, String> headers) {
    Map<String, String> shown = new TreeMap<>();
    headers.forEach(
        (name, value) ->
            shown.put(name, redaction.hides(name) ? Redaction.MARK : redaction.of(value)));
    return shown;
  }

  /** A schedule's payload, which is stored as it was given. */
  public PayloadView plain(byte[] bytes) {
    return caller.seesPayloads() ? shown(bytes) : notAllowed(bytes.length);
  }

  /** A payload, result or checkpoint. */
  PayloadView payload(byte[] stored, PayloadContext context) {
    if (!caller.seesPayloads()) {
      return notAllowed(stored.length);
    }
    try {
      return shown(lifecycle.codec().transforms().undo(stored, context));
    } catch (PayloadException e) {
      // Its message names keys by their ids, and never shows bytes.
      return PayloadView.hidden(stored.length, String.valueOf(e.getMessage()));
    }
  }

  private PayloadView notAllowed(int size) {
    return PayloadView.hidden(
        size,
        "Seeing payloads is for "
            + config().payloadRoles().stream().collect(Collectors.joining(", "))
            + ", see kronosq.admin.payload-roles");
  }

  /** The beginning of a payload, as text on one line; null when it is none or may not be shown. */
  @Nullable String preview(byte[] stored, PayloadContext context) {
    if (!caller.seesPayloads() || stored.length == 0) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = lifecycle.codec().transforms().undo(stored, context);
    } catch (PayloadException e) {
      // The task itself tells why.
      return null;
    }
    String text = decoded(bytes, PREVIEW_SOURCE);
    if (text == null) {
      return null;
    }
    String shown = redaction.of(text).replaceAll("\\s+", " ");
    return shown.length() <= MAX_PREVIEW ? shown : shown.substring(0, MAX_PREVIEW - 1) + "…";
  }

  private PayloadView shown(byte[] bytes) {
    int limit = config().payloadLimit();
    String text = decoded(bytes, limit);
    if (text == null) {
      byte[] shown = bytes.length <= limit ? bytes : Arrays.copyOf(bytes, limit);
      return PayloadView.binary(
          bytes.length, Base64.getEncoder().encodeToString(shown), shown.length < bytes.length);
    }
    boolean truncated = bytes.length > limit;
    JsonValue json = truncated ? null : json(text);
    if (json == null) {
      return PayloadView.text(bytes.length, redaction.of(text), truncated);
    }
    JsonRedaction redacted = new JsonRedaction(redaction);
    JsonValue shown = redacted.of(json);
    return PayloadView.json(bytes.length, shown, redacted.places());
  }

  /** The beginning as UTF-8; null when it is not. A character that the limit cuts is left out. */
  private static @Nullable String decoded(byte[] bytes, int limit) {
    boolean whole = bytes.length <= limit;
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, limit));
    CharBuffer out = CharBuffer.allocate(in.remaining());
    CoderResult result = decoder.decode(in, out, whole);
    return result.isError() ? null : out.flip().toString();
  }

  private static @Nullable JsonValue json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readValue();
    } catch (RuntimeException e) {
      // Not JSON, or with numbers or depths that the parser refuses: it is shown as text.
      return null;
    }
  }
}
