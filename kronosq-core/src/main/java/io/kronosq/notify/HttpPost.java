package io.kronosq.notify;

import java.net.URI;
import java.util.Map;

/**
 * A request.
 *
 * @param uri where to, a secret
 * @param headers besides the content type
 * @param body JSON
 */
record HttpPost(URI uri, Map<String, String> headers, byte[] body) {
  /** Shows neither address nor headers nor body. */
  @Override
  public String toString() {
    return "HttpPost[" + body.length + " bytes]";
  }
}
