package io.kronosq.cdi.json;

import io.kronosq.task.KronosException;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadException;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/**
 * Writes and reads JSON in UTF-8. Byte arrays go through as they are; everything else, text
 * included, is JSON. It is what an application has unless one of its beans is a {@link
 * PayloadCodec}. Safe for use by many threads.
 */
public final class JsonbPayloadCodec implements PayloadCodec, AutoCloseable {
  private final Jsonb jsonb;

  /**
   * A codec with JSON-B's default configuration.
   *
   * @throws jakarta.json.bind.JsonbException when there is no JSON-B provider
   */
  public JsonbPayloadCodec() {
    this(JsonbBuilder.create());
  }

  /**
   * A codec with a configuration of the caller's.
   *
   * @param jsonb closed with the codec
   */
  public JsonbPayloadCodec(Jsonb jsonb) {
    this.jsonb = jsonb;
  }

  @Override
  public byte[] encode(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    try {
      return jsonb.toJson(value).getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      throw new PayloadException(
          "An object of " + value.getClass() + " can't be written as JSON: " + e.getMessage(), e);
    }
  }

  /**
   * Reads JSON.
   *
   * @param bytes JSON in UTF-8
   * @param type the type wanted; {@code byte[]} for the bytes themselves
   * @return the value, never null
   * @throws PayloadException when the bytes are not JSON, or not of that type; it names the type
   *     and JSON-B's reason, but nothing that stands in the payload, and so has no cause
   */
  @Override
  public Object decode(byte[] bytes, Type type) {
    if (type == byte[].class) {
      return bytes;
    }
    if (bytes.length == 0) {
      throw unreadable(type, "it is empty");
    }
    String json = new String(bytes, StandardCharsets.UTF_8);
    Object value;
    try {
      value = jsonb.fromJson(json, type);
    } catch (RuntimeException e) {
      throw unreadable(type, Redaction.withoutValuesOf(json, String.valueOf(e.getMessage())));
    }
    if (value == null) {
      throw unreadable(type, "it is the JSON value null");
    }
    return value;
  }

  private static PayloadException unreadable(Type type, String reason) {
    return new PayloadException(
        "The payload can't be read as " + type.getTypeName() + ": " + reason);
  }

  /**
   * Closes JSON-B.
   *
   * @throws KronosException when that fails
   */
  @Override
  public void close() {
    try {
      jsonb.close();
    } catch (Exception e) {
      throw new KronosException("JSON-B could not be closed", e);
    }
  }
}
