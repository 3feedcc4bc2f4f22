package io.kronosq.admin.json;

import io.kronosq.admin.problem.ProblemException;
import io.kronosq.admin.problem.ProblemKind;
import io.kronosq.admin.problem.Problems;
import io.kronosq.cdi.runtime.KronosExtension;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads bodies: JSON in UTF-8, of a bounded size. */
@ApplicationScoped
public class BodyReader {
  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

  /** What a body may have beside a payload, in bytes. */
  private static final int BESIDE_PAYLOAD = 65_536;

  @Inject private KronosExtension extension;

  /**
   * Reads a body.
   *
   * @param in the body
   * @param type what is wanted
   * @throws io.kronosq.admin.problem.ProblemException when it is no such JSON, or ends too early
   */
  <T extends Record> T read(InputStream in, Class<T> type) {
    return RecordReader.read(object(text(in)), type);
  }

  private String text(InputStream in) {
    // In Base64 a payload takes four thirds of its size.
    long most = BESIDE_PAYLOAD + 4L * maxPayload() / 3;
    byte[] bytes = bytes(in, (int) Math.min(Integer.MAX_VALUE - 8, most + 1));
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

  private static byte[] bytes(InputStream in, int most) {
    try {
      return in.readNBytes(most);
    } catch (IOException e) {
      // It is shorter than its Content-Length, or its chunks are none.
      LOG.debug("A body can't be read", e);
      throw malformed("The body can't be read to its end");
    }
  }

  private int maxPayload() {
    return extension.deployment().config().client().maxPayloadBytes();
  }

  private static JsonObject object(String text) {
    try (JsonParser parser = Json.createParser(new StringReader(text))) {
      if (parser.next() != JsonParser.Event.START_OBJECT) {
        throw malformed("The body is not a JSON object");
      }
      JsonObject object = parser.getObject();
      if (parser.hasNext()) {
        throw malformed("Something follows the JSON object");
      }
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(object.toString())) {
        throw malformed("The body has half of a surrogate pair, which no text in UTF-8 can have");
      }
      return object;
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException e) {
      // Parsers refuse numbers of absurd size in ways of their own. No message quotes the body.
      throw malformed("The body is not JSON");
    }
  }

  private static ProblemException malformed(String detail) {
    return Problems.malformed("body", detail, "Send a JSON object in UTF-8; see openapi.yaml");
  }
}
