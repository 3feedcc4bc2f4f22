package io.kronosq.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Reads addresses that are secrets: no message shows them. */
final class Endpoint {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private Endpoint() {}

  static URI parse(String what, String text) {
    URI uri;
    try {
      uri = new URI(text.trim());
    } catch (URISyntaxException e) {
      // The exception is not told: its message has the address.
      throw new IllegalArgumentException(what + " is no URL (it is not shown)");
    }
    String scheme = uri.getScheme();
    String host = uri.getHost();
    boolean web = "https".equals(scheme) || "http".equals(scheme);
    if (!web || host == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          what + " must be https://host/…, without a user (it is not shown)");
    }
    if (scheme.equals("http") && !LOOPBACK.contains(host)) {
      throw new IllegalArgumentException(
          what + " must begin with https://, unless its host is this machine (it is not shown)");
    }
    return uri;
  }
}
