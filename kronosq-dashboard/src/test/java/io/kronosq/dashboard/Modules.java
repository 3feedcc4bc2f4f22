package io.kronosq.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;

/** Runs modules of the dashboard that need no browser. */
final class Modules implements AutoCloseable {
  private final Context context =
      Context.newBuilder("js")
          .allowIO(IOAccess.ALL)
          .allowExperimentalOptions(true)
          .option("js.intl-402", "true")
          .option("js.esm-eval-returns-exports", "true")
          .option("engine.WarnInterpreterOnly", "false")
          .option("js.timezone", "UTC")
          .currentWorkingDirectory(Sources.ROOT)
          .build();

  private int modules;

  /**
   * Evaluates the text of a module that may import others.
   *
   * @param text whose {@code import}s are relative to the dashboard's root
   * @return its exports
   */
  Value evaluate(String text) {
    Path file = Sources.ROOT.resolve("test" + modules++ + ".mjs");
    try {
      return context.eval(
          Source.newBuilder("js", text, file.toString())
              .uri(file.toUri())
              .mimeType("application/javascript+module")
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A bundle of texts as a JavaScript object. */
  Value bundle(String language) {
    String json = Sources.text(Sources.ROOT.resolve("messages/" + language + ".json"));
    return context.eval("js", "(text => JSON.parse(text))").execute(json);
  }

  @Override
  public void close() {
    context.close();
  }
}
