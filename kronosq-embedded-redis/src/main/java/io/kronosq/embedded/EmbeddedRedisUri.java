package io.kronosq.embedded;

import java.nio.file.Path;

/** Reads the address of an embedded Redis: {@code embedded:}, with a folder or {@code ?memory}. */
final class EmbeddedRedisUri {
  private static final String SCHEME = "embedded:";
  private static final String MEMORY = "?memory";

  private EmbeddedRedisUri() {}

  /**
   * @throws IllegalArgumentException if the text is not such an address
   */
  static EmbeddedRedis.Builder parse(String uri) {
    if (!uri.startsWith(SCHEME)) {
      throw malformed(uri);
    }
    String rest = uri.substring(SCHEME.length());
    EmbeddedRedis.Builder builder = EmbeddedRedis.builder();
    if (rest.isEmpty()) {
      return builder;
    }
    if (rest.equals(MEMORY)) {
      return builder.inMemory();
    }
    if (!rest.startsWith("/") || rest.startsWith("//") || rest.indexOf('?') >= 0) {
      throw malformed(uri);
    }
    return builder.folder(Path.of(rest));
  }

  private static IllegalArgumentException malformed(String uri) {
    return new IllegalArgumentException(
        "'"
            + uri
            + "' is no address of an embedded Redis; write embedded:, embedded:/path/to/folder"
            + " or embedded:?memory");
  }
}
