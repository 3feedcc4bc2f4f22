package io.kronosq.sample.imports;

import jakarta.ws.rs.core.MediaType;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/** The character set that a request's content type names. */
final class CsvCharset {
  private CsvCharset() {}

  /** UTF-8 unless the type names another; empty when this platform does not know it. */
  static Optional<Charset> of(MediaType type) {
    String name = type.getParameters().get(MediaType.CHARSET_PARAMETER);
    if (name == null) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }
}
