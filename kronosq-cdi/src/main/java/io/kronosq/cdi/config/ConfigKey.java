package io.kronosq.cdi.config;

import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration.
 *
 * @param name the whole name
 * @param type how its values are written
 * @param defaultValue what holds when it is not set, as it would be written; null when nothing
 *     does, or when the default depends on other things
 * @param defaultText the default in words
 * @param secret whether its value is never shown
 * @param description what it is for, in a sentence or two
 * @param <T> what a value is read as
 */
public record ConfigKey<T>(
    String name,
    ValueType<T> type,
    @Nullable String defaultValue,
    String defaultText,
    boolean secret,
    String description) {
  static <T> ConfigKey<T> of(
      String name, ValueType<T> type, String defaultValue, String description) {
    return new ConfigKey<>(name, type, defaultValue, "`" + defaultValue + "`", false, description);
  }

  static <T> ConfigKey<T> withoutDefault(
      String name, ValueType<T> type, String defaultText, String description) {
    return new ConfigKey<>(name, type, null, defaultText, false, description);
  }

  ConfigKey<T> as(String otherName) {
    return new ConfigKey<>(otherName, type, defaultValue, defaultText, secret, description);
  }

  ConfigKey<T> asSecret() {
    return new ConfigKey<>(name, type, defaultValue, defaultText, true, description);
  }
}
