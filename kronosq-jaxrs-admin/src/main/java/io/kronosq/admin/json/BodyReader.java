package io.kronosq.admin.json;

import io.kronosq.admin.problem.ProblemKind;
import io.kronosq.admin.problem.Problems;
import io.kronosq.cdi.runtime.KronosExtension;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads bodies: JSON in UTF-8, of a bounded size. */
@ApplicationScoped
public class BodyReader {
  /** What a body may have beside a payload, in bytes. */
  private static final int BESIDE_PAYLOAD = 65_536;

  @Inject private KronosExtension extension;

  /**
   * Reads a body.
   *
   * @param in the body
   * @param type what is wanted
   * @throws io.kronosq.admin.problem.ProblemException when it is no such JSON
   * @throws IOException when it can't be read to its end
   */
  <T extends Record> T read(InputStream in, Class<T> type) throws IOException {
    return RecordReader.read(object(text(in)), type);
  }

  private String text(InputStream in) throws IOException {
    // In Base64 a payload takes four thirds of its size.
    long most = BESIDE_PAYLOAD + 4L * maxPayload() / 3;
    byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
    if (bytes.length > most) {
      throw ProblemKind.TOO_LARGE.exception(
          "The body has more than " + most + " bytes",
          null,
          "Make it smaller; kronosq.payload.max-bytes limits payloads");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("The body is not UTF-8");
    }
  }

  private int maxPayload() {
    return extension.deployment().config().client().maxPayloadBytes();
  }

  private static JsonObject object(String text) {
    JsonValue value;
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      value = reader.readValue();
    } catch (RuntimeException e) {
      // Parsers refuse numbers of absurd size in ways of their own. No message quotes the body.
      throw malformed("The body is not JSON");
    }
    if (value instanceof JsonObject object) {
      return object;
    }
    throw malformed("The body is not a JSON object");
  }

  private static RuntimeException malformed(String detail) {
    return Problems.malformed("body", detail, "Send a JSON object in UTF-8; see openapi.yaml");
  }
}
