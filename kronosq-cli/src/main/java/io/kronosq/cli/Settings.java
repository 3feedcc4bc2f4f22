package io.kronosq.cli;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * What an application's configuration says, read as the application reads it: environment variables
 * come before the file, lines of a profile before those of none, and {@code ${name:default}} stands
 * for another value.
 */
final class Settings {
  private static final int OF_ENVIRONMENT = 300;
  private static final int OF_FILE = 100;
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^:{}]+)");

  private final SmallRyeConfig config;

  private Settings(SmallRyeConfig config) {
    this.config = config;
  }

  /**
   * Reads the settings.
   *
   * @param environment environment variables
   * @param file of properties; null for none
   * @param profile the profile whose lines count; null for that of the configuration itself
   * @throws RefusedException when the file can't be read
   */
  static Settings read(
      Map<String, String> environment, @Nullable Path file, @Nullable String profile) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new EnvConfigSource(environment, OF_ENVIRONMENT));
    if (file != null) {
      builder.withSources(new PropertiesConfigSource(properties(file), file.toString(), OF_FILE));
    }
    if (profile != null) {
      builder.withProfile(profile);
    }
    return new Settings(builder.build());
  }

  private static Properties properties(Path file) {
    if (!Files.isReadable(file)) {
      throw new RefusedException(
          ExitCode.USAGE, "The configuration '" + file + "' can't be read; check --config");
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  /**
   * A value; null when it is not set. An empty one is not set either.
   *
   * @throws RefusedException when it refers to something that is not set
   */
  @Nullable String value(String name) {
    ConfigValue found = config.getConfigValue(name);
    String value = found.getValue();
    if (value == null && found.getRawValue() != null) {
      throw new RefusedException(
          ExitCode.USAGE,
          name
              + " in "
              + found.getSourceName()
              + " refers to "
              + referred(found.getRawValue())
              + ", which is not set; set it in the environment or in the file of --config, or give"
              + " a default as in ${NAME:default}");
    }
    return value == null || value.isBlank() ? null : value.trim();
  }

  /** The names only: what stands around them may be a part of a secret. */
  private static String referred(String raw) {
    return EXPRESSION
        .matcher(raw)
        .results()
        .map(expression -> "'" + expression.group(1) + "'")
        .distinct()
        .collect(Collectors.joining(" and "));
  }
}
