package io.kronosq.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Asks before something is done that can't be undone. */
final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Does it without asking.")
  private boolean yes;

  /**
   * Returns when it is to be done.
   *
   * @throws RefusedException when nobody says so
   */
  void ask(Session session, String what) {
    if (yes) {
      return;
    }
    Console console = Terminal.console();
    if (console == null) {
      throw new RefusedException(
          ExitCode.REFUSED, what + " needs a yes: there is no terminal to ask on, so add --yes");
    }
    session.err().print(Text.safe(what) + "? [y/N] ");
    session.err().flush();
    @Nullable String answer = console.readLine();
    if (answer == null || !answer.trim().equalsIgnoreCase("y")) {
      throw new RefusedException(ExitCode.REFUSED, "Not confirmed, so nothing was done");
    }
  }
}
