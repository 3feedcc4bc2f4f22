package io.kronosq.cli;

import java.io.Console;
import java.io.IOException;
import java.util.Map;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The terminal that the process has, if a person sits there. */
final class Terminal {
  private Terminal() {}

  /** Null when input or output is redirected. */
  // Since JDK 22 there is a console without a terminal, too, which says so itself.
  @SuppressWarnings("SystemConsoleNull")
  static @Nullable Console console() {
    Console console = System.console();
    if (console == null) {
      return null;
    }
    try {
      Object there = Console.class.getMethod("isTerminal").invoke(console);
      return Boolean.TRUE.equals(there) ? console : null;
    } catch (NoSuchMethodException e) {
      return console;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Console.isTerminal", e);
    }
  }

  /**
   * How answers look on it: plain and as wide as they are, when there is none.
   *
   * @param environment environment variables; {@code COLUMNS}, {@code NO_COLOR} and {@code TERM}
   *     count
   * @param colourless whether colours are not wanted
   */
  static Look look(Map<String, String> environment, boolean colourless) {
    if (console() == null) {
      return Look.PLAIN;
    }
    boolean colours =
        !colourless
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Look(columns(environment.getOrDefault("COLUMNS", "")), colours);
  }

  private static int columns(String told) {
    if (told.matches("[1-9]\\d{0,3}")) {
      return Integer.parseInt(told);
    }
    try (org.jline.terminal.Terminal terminal =
        TerminalBuilder.builder().system(true).dumb(true).build()) {
      return terminal.getWidth() > 0 ? terminal.getWidth() : Look.PLAIN.width();
    } catch (IOException e) {
      return Look.PLAIN.width();
    }
  }
}
