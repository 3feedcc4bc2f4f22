package io.kronosq.it.load;

import java.util.Locale;

/** One line a figure, in the output of the test run. */
final class LoadReport {
  private LoadReport() {}

  @SuppressWarnings("AnnotateFormatMethod")
  static void line(String what, String format, Object... figures) {
    System.out.println("[load] " + what + ": " + String.format(Locale.ROOT, format, figures));
  }
}
