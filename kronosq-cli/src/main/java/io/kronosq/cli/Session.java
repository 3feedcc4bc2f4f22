package io.kronosq.cli;

import io.kronosq.Inspector;
import io.kronosq.redis.RedisConfig;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: how Redis is reached, and how answers are written. */
final class Session {
  /** How answers are written. */
  enum Format {
    table,
    json
  }

  private static final String SENTINEL_SCHEME = "redis-sentinel://";
  private static final String CLUSTER_SCHEME = "redis-cluster://";

  @Mixin private final TlsOptions tls = new TlsOptions();

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description = {
        "Where Redis is, as in kronosq.redis.uri (KRONOSQ_REDIS_URI); redis://127.0.0.1:6379"
            + " unless set.",
        "Put passwords into KRONOSQ_REDIS_PASSWORD or a file: others can read command lines."
      })
  private @Nullable String uri;

  @Option(
      names = "--sentinel",
      paramLabel = "HOST:PORT,…/MASTER",
      description = "Sentinels, and the name of the master that they watch.")
  private @Nullable String sentinel;

  @Option(names = "--cluster", paramLabel = "HOST:PORT,…", description = "Some nodes of a cluster.")
  private @Nullable String cluster;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "The Redis user; its password is in KRONOSQ_REDIS_PASSWORD, or asked for.")
  private @Nullable String user;

  @Option(names = "--ask-password", description = "Asks for the password on the terminal.")
  private boolean asked;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Starts every key in Redis; kronosq unless set.")
  private @Nullable String prefix;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The application's microprofile-config.properties.")
  private @Nullable Path config;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Lines of the file that begin with %%NAME. come before others.")
  private @Nullable String profile;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; table unless set.")
  private Format format = Format.table;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** A connection of the caller's. */
  Inspector inspect() {
    return Inspector.open(redis());
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

  /** Answers with rows of the same columns. */
  void rows(List<Map<String, @Nullable Object>> rows) {
    if (isJson()) {
      out().println(Json.of(rows));
    } else {
      Table.print(out(), rows);
    }
  }

  /** Answers with one thing. */
  void one(Map<String, @Nullable Object> value) {
    if (isJson()) {
      out().println(Json.of(value));
    } else {
      value.forEach((name, part) -> out().printf("%-14s %s%n", name, Table.cell(part)));
    }
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

  /** Where Redis is, by flags, then environment, then file. */
  RedisConfig redis() {
    Settings settings = Settings.read(Kronq.environment(line()), config, profile);
    RedisConfig redis = RedisConfig.parse(address(settings));
    String name = user != null ? user : settings.value("kronosq.redis.username");
    String password = password(settings);
    if (password != null) {
      redis = redis.withCredentials(name, password);
    } else if (name != null && redis.credentials() == null) {
      throw new RefusedException(
          ExitCode.USAGE,
          "The Redis user '"
              + name
              + "' needs a password: set KRONOSQ_REDIS_PASSWORD, or use"
              + " --ask-password");
    }
    redis = tls.applyTo(redis, settings);
    String keys = prefix != null ? prefix : settings.value("kronosq.redis.prefix");
    if (keys != null) {
      redis = redis.withPrefix(keys);
    }
    String timeout = settings.value("kronosq.redis.command-timeout");
    return timeout == null ? redis : redis.withCommandTimeout(Durations.parse(timeout));
  }

  private String address(Settings settings) {
    long named =
        java.util.stream.Stream.of(uri, sentinel, cluster)
            .filter(java.util.Objects::nonNull)
            .count();
    if (named > 1) {
      throw new RefusedException(
          ExitCode.USAGE, "Use one of --redis, --sentinel and --cluster, not several");
    }
    if (uri != null) {
      return uri;
    }
    if (sentinel != null) {
      int slash = sentinel.indexOf('/');
      if (slash < 0) {
        throw new RefusedException(
            ExitCode.USAGE, "--sentinel needs the master's name: host:port,host:port/name");
      }
      return SENTINEL_SCHEME
          + sentinel.substring(0, slash)
          + "?master="
          + sentinel.substring(slash + 1);
    }
    if (cluster != null) {
      return CLUSTER_SCHEME + cluster;
    }
    String configured = settings.value("kronosq.redis.uri");
    return configured == null ? "redis://127.0.0.1:6379" : configured;
  }

  private @Nullable String password(Settings settings) {
    if (!asked) {
      return settings.value("kronosq.redis.password");
    }
    Console console = Terminal.console();
    if (console == null) {
      throw new RefusedException(
          ExitCode.USAGE, "--ask-password needs a terminal; set KRONOSQ_REDIS_PASSWORD instead");
    }
    char[] typed = console.readPassword("Redis password: ");
    return typed == null || typed.length == 0 ? null : new String(typed);
  }

  /** Durations as the application's configuration has them. */
  static final class Durations implements CommandLine.ITypeConverter<Duration> {
    static Duration parse(String text) {
      String lower = text.trim().toLowerCase(java.util.Locale.ROOT);
      java.util.regex.Matcher parts =
          java.util.regex.Pattern.compile("(\\d{1,12})(ms|s|m|h|d)").matcher(lower);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "'" + text + "' is not a duration such as 500ms, 30s, 5m, 2h or 90d");
      }
      long amount = Long.parseLong(parts.group(1));
      return switch (parts.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }

    @Override
    public Duration convert(String value) {
      try {
        return parse(value);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }
}
