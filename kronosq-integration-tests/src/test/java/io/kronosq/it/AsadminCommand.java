package io.kronosq.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls {@code asadmin}. Arquillian starts {@code modules/admin-cli.jar}, as one could up to
 * GlassFish 7; the build puts this class there.
 */
final class AsadminCommand {
  private AsadminCommand() {}

  /** Ends with the exit code of the command. */
  public static void main(String[] arguments) throws Exception {
    Path modules =
        Path.of(AsadminCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .getParent();
    List<String> command = new ArrayList<>();
    command.add(modules.resolveSibling("bin").resolve("asadmin").toString());
    command.addAll(List.of(arguments));
    System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}
