package io.kronosq.it.drills;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals that Java knows nothing of. */
final class Signals {
  private Signals() {}

  /**
   * @param signal without SIG
   */
  static void send(String signal, Process process) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new AssertionError("kill -" + signal + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }
}
