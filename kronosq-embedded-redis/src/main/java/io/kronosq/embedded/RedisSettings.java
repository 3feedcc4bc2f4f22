package io.kronosq.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/** The lines of a redis.conf. */
final class RedisSettings {
  private final Map<String, String> values = new LinkedHashMap<>();

  RedisSettings set(String name, String value) {
    values.put(name, value);
    return this;
  }

  RedisSettings setAll(Map<String, String> settings) {
    values.putAll(settings);
    return this;
  }

  /** Every value quoted, so that a space or a backslash in a password or a folder does no harm. */
  String toConf() {
    StringBuilder conf = new StringBuilder();
    values.forEach(
        (name, value) -> {
          conf.append(name);
          for (String word : words(name, value)) {
            conf.append(' ').append(quote(word));
          }
          conf.append('\n');
        });
    return conf.toString();
  }

  /** Directives with several arguments are written as words; names of files and secrets are one. */
  private static String[] words(String name, String value) {
    return switch (name) {
      case "dir", "requirepass" -> new String[] {value};
      default -> value.isEmpty() ? new String[] {""} : value.split(" +", -1);
    };
  }

  private static String quote(String word) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
