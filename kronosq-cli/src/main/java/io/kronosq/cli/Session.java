package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.notify.Redaction;
import io.kronosq.redis.RedisConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: the Redis that they look at, and how answers are written. */
final class Session {
  /** How answers are written. */
  enum Format {
    table,
    json
  }

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; table unless set.")
  private Format format = Format.table;

  @Option(
      names = "--no-color",
      description = "Writes without colours, as with NO_COLOR, and when output is no terminal.")
  private boolean colourless;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  private @Nullable Settings settings;
  private @Nullable Look look;

  /** A connection of the caller's. */
  Inspector inspect() {
    return Inspector.open(redis());
  }

  RedisConfig redis() {
    return connection.redis(settings());
  }

  /** What takes secrets out of what tasks carry: the rule of the admin resources. */
  Redaction redaction() {
    String more = settings().value("kronosq.admin.redact");
    return more == null
        ? Redaction.BUILT_IN
        : Redaction.BUILT_IN.and(List.of(more.split("\\s*,\\s*")));
  }

  private Settings settings() {
    if (settings == null) {
      settings = connection.settings(Kronq.environment(line()));
    }
    return settings;
  }

  /** How answers look where they are written. */
  Look look() {
    if (look == null) {
      look = Terminal.look(Kronq.environment(line()), colourless);
    }
    return look;
  }

  PrintWriter out() {
    return line().getOut();
  }

  PrintWriter err() {
    return line().getErr();
  }

  boolean isJson() {
    return format == Format.json;
  }

  /** Tells a person who watches how far long work is. */
  ProgressBar progressBar(String verb) {
    boolean watched = !isJson() && Terminal.console() != null;
    return new ProgressBar(watched ? err() : null, verb, look().width());
  }

  /** Answers with rows of the same columns. */
  void rows(List<Map<String, @Nullable Object>> rows) {
    if (isJson()) {
      out().println(Json.of(rows));
    } else {
      Table.print(out(), rows, look());
    }
  }

  /** Answers with one thing. */
  void one(Map<String, @Nullable Object> value) {
    if (isJson()) {
      out().println(Json.of(value));
    } else {
      value.forEach((name, part) -> out().println(line(name, Table.cell(part))));
    }
  }

  private String line(String name, String value) {
    String head = Look.aligned(name, Math.max(14, name.length()), false);
    return look().in(Look.Tone.HEAD, head) + " " + look().judged(value);
  }

  /** Tells what was done. */
  void done(String message) {
    out().println(isJson() ? Json.of(Map.of("message", message)) : Text.safe(message));
  }

  private CommandLine line() {
    if (command == null) {
      throw new IllegalStateException("Not a part of a command");
    }
    return command.commandLine();
  }
}
