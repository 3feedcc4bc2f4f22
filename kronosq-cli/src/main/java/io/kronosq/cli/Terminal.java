package io.kronosq.cli;

import java.io.Console;
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
}
