package io.kronosq.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The redis-server executable that the dependency org.signal:embedded-redis packages. */
final class RedisBinary {
  static final String VERSION = "7.0.15";

  private final URL resource;

  private RedisBinary(URL resource) {
    this.resource = resource;
  }

  /**
   * @throws EmbeddedRedisException if no binary is packaged for the platform
   */
  static RedisBinary of(Platform platform) {
    return platform
        .binarySuffix()
        .map(
            suffix ->
                RedisBinary.class.getResource(
                    "/redis-server-" + RedisBinary.VERSION + "-" + suffix))
        .map(RedisBinary::new)
        .orElseThrow(
            () ->
                new EmbeddedRedisException(
                    "No redis-server is packaged for "
                        + platform.os()
                        + " on "
                        + platform.arch()
                        + ". Run a Redis of your own and set kronosq.redis.uri=redis://host:port"));
  }

  void extractTo(Path file) throws IOException {
    try (InputStream in = resource.openStream()) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
