package io.kronosq.it.drills;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** One line a drill, printed and added to {@code target/drills.txt}. */
final class DrillReport {
  private static final Path FILE = Path.of("target", "drills.txt");

  private DrillReport() {}

  @SuppressWarnings("AnnotateFormatMethod")
  static synchronized void line(String drill, String format, Object... figures) {
    String line = drill + ": " + String.format(Locale.ROOT, format, figures);
    System.out.println("[drill] " + line);
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(
          FILE, line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
