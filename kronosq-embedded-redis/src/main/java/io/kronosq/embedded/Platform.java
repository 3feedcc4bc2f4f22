package io.kronosq.embedded;

import java.util.Locale;
import java.util.Optional;

/**
 * Operating system and processor of the machine, as the JVM names them.
 *
 * @param os value of {@code os.name}
 * @param arch value of {@code os.arch}
 */
record Platform(String os, String arch) {

  static Platform current() {
    return new Platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** The suffix that packaged binaries carry for this platform, or empty if there is none. */
  Optional<String> binarySuffix() {
    return binaryOs().flatMap(os -> binaryArch().map(arch -> os + "-" + arch));
  }

  private Optional<String> binaryOs() {
    String name = os.toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return Optional.of("linux");
    }
    return name.startsWith("mac") ? Optional.of("darwin") : Optional.empty();
  }

  private Optional<String> binaryArch() {
    return switch (arch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of("amd64");
      case "aarch64", "arm64" -> Optional.of("arm64");
      case "x86", "i386", "i686" -> Optional.of("386");
      default -> Optional.empty();
    };
  }
}
