package io.kronosq.cdi.config;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** Reads keys, and goes on with the default after a mistake, so that all mistakes are found. */
final class ConfigReader {
  private final Config config;
  private final Mistakes mistakes;

  ConfigReader(Config config, Mistakes mistakes) {
    this.config = config;
    this.mistakes = mistakes;
  }

  /** The value of a key that has a default. */
  <T> T required(ConfigKey<T> key) {
    T value = optional(key);
    if (value != null) {
      return value;
    }
    String defaultValue = key.defaultValue();
    if (defaultValue == null) {
      throw new IllegalStateException(key.name() + " has no default");
    }
    return key.type().parser().apply(defaultValue);
  }

  /** The value of a key, or null when it is not set or wrong. */
  <T> @Nullable T optional(ConfigKey<T> key) {
    String text = text(key);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return key.type().parser().apply(text.trim());
    } catch (IllegalArgumentException e) {
      mistakes.add(MistakeCode.VALUE_NOT_ALLOWED, wrong(key, text, e));
      return null;
    }
  }

  private @Nullable String text(ConfigKey<?> key) {
    try {
      ConfigValue found = config.getConfigValue(key.name());
      if (found.getValue() == null && found.getRawValue() != null) {
        mistakes.add(
            MistakeCode.EXPRESSION_LEADS_NOWHERE,
            key.name()
                + " refers to a configuration value that is not set; set it, or give a default");
      }
      return found.getValue();
    } catch (RuntimeException e) {
      mistakes.add(
          MistakeCode.VALUE_UNREADABLE,
          key.name()
              + " can't be read from the configuration"
              + (key.secret() ? "" : " (" + e.getMessage() + ")")
              + "; it must be "
              + key.type().allowed());
      return null;
    }
  }

  private static String wrong(ConfigKey<?> key, String text, IllegalArgumentException reason) {
    String defaultValue = key.defaultValue();
    return key.name()
        + (key.secret() ? " (its value is not shown)" : "=" + text)
        + " is not allowed: it must be "
        + key.type().allowed()
        + (defaultValue == null ? "" : "; the default is " + defaultValue)
        + detail(reason);
  }

  private static String detail(IllegalArgumentException reason) {
    String message = reason.getMessage();
    return message == null || reason instanceof NumberFormatException ? "" : " (" + message + ")";
  }
}
