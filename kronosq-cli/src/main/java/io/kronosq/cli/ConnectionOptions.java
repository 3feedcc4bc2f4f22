package io.kronosq.cli;

import io.kronosq.redis.RedisConfig;
import io.kronosq.time.DurationText;
import java.io.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where Redis is, by flags, then environment, then the application's configuration. */
final class ConnectionOptions {
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

  Settings settings(Map<String, String> environment) {
    return Settings.read(environment, config, profile);
  }

  /**
   * Where Redis is.
   *
   * @throws RefusedException when that is not told, or not in one way
   */
  RedisConfig redis(Settings settings) {
    RedisConfig redis =
        tls.applyTo(authorized(RedisConfig.parse(address(settings)), settings), settings);
    String keys = prefix != null ? prefix : settings.value("kronosq.redis.prefix");
    if (keys != null) {
      redis = redis.withPrefix(keys);
    }
    String timeout = settings.value("kronosq.redis.command-timeout");
    return timeout == null ? redis : redis.withCommandTimeout(DurationText.parse(timeout));
  }

  private String address(Settings settings) {
    if (Stream.of(uri, sentinel, cluster).filter(Objects::nonNull).count() > 1) {
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
    if (configured == null) {
      return "redis://127.0.0.1:6379";
    }
    if (!RedisConfig.isAddress(configured)) {
      throw new RefusedException(
          ExitCode.USAGE,
          "kronosq.redis.uri is '"
              + scheme(configured)
              + ":', a Redis that the application starts itself; say where it listens with"
              + " --redis");
    }
    return configured;
  }

  private static String scheme(String address) {
    int colon = address.indexOf(':');
    return colon < 0 ? "" : address.substring(0, colon);
  }

  private RedisConfig authorized(RedisConfig redis, Settings settings) {
    String name = user != null ? user : settings.value("kronosq.redis.username");
    String password = password(settings);
    if (password == null && redis.credentials() != null) {
      password = redis.credentials().password();
    }
    if (name == null && redis.credentials() != null) {
      name = redis.credentials().user();
    }
    if (password == null && name != null) {
      throw new RefusedException(
          ExitCode.USAGE,
          "The Redis user '"
              + name
              + "' needs a password: set KRONOSQ_REDIS_PASSWORD, or use --ask-password");
    }
    return password == null ? redis : redis.withCredentials(name, password);
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
}
