package io.kronosq.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What an application's configuration says, by the names that it has there: environment variables
 * come before the file, and lines of a profile before those of none.
 */
final class Settings {
  private final Map<String, String> environment;
  private final Properties file;
  private final String profile;

  private Settings(Map<String, String> environment, Properties file, String profile) {
    this.environment = environment;
    this.file = file;
    this.profile = profile;
  }

  /**
   * Reads the settings.
   *
   * @param environment environment variables
   * @param path a file of properties; null for none
   * @param profile the profile whose lines count; null for that of the configuration itself
   * @throws RefusedException when the file can't be read
   */
  static Settings read(
      Map<String, String> environment, @Nullable Path path, @Nullable String profile) {
    Properties file = new Properties();
    if (path != null) {
      if (!Files.isReadable(path)) {
        throw new RefusedException(
            ExitCode.USAGE, "The configuration '" + path + "' can't be read; check --config");
      }
      try (Reader reader = Files.newBufferedReader(path)) {
        file.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    String ofFile = file.getProperty("mp.config.profile", "");
    String chosen =
        profile != null ? profile : environment.getOrDefault("MP_CONFIG_PROFILE", ofFile);
    return new Settings(environment, file, chosen);
  }

  /** A value; null when it is not set. An empty one is not set either. */
  @Nullable String value(String name) {
    String variable = name.replaceAll("[^A-Za-z0-9]", "_");
    String value = environment.get(variable);
    if (value == null) {
      value = environment.get(variable.toUpperCase(Locale.ROOT));
    }
    if (value == null && !profile.isEmpty()) {
      value = file.getProperty("%" + profile + "." + name);
    }
    if (value == null) {
      value = file.getProperty(name);
    }
    return value == null || value.isBlank() ? null : value.trim();
  }
}
