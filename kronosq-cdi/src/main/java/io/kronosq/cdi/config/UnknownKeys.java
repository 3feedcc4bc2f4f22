package io.kronosq.cdi.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds keys that look like ours but are none, which are mostly typing errors. */
public final class UnknownKeys {
  private final Predicate<String> isEnvironmentVariable;

  /**
   * @param isEnvironmentVariable whether an environment variable has this name; configuration
   *     sources turn unrelated ones, such as KRONOSQ_HOME, into keys
   */
  public UnknownKeys(Predicate<String> isEnvironmentVariable) {
    this.isEnvironmentVariable = isEnvironmentVariable;
  }

  /**
   * @param names all names of the configuration
   * @return a sentence for each unknown key of ours
   */
  public List<String> warnings(Iterable<String> names) {
    List<String> warnings = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith(ConfigKeys.PREFIX) && !isKnown(name) && !fromEnvironment(name)) {
        String nearest = nearest(name);
        warnings.add(
            "The configuration key "
                + name
                + " is unknown"
                + (nearest == null ? " and has no effect" : "; did you mean " + nearest + "?"));
      }
    }
    return warnings;
  }

  private static boolean isKnown(String name) {
    return ScheduleOverride.isKey(name)
        || LimitConfig.isKey(name)
        || QueueConcurrency.isKey(name)
        || NotifyKeys.isKey(name)
        || PayloadConfig.isKey(name)
        || ConfigKeys.all().stream().anyMatch(key -> key.name().equals(name));
  }

  private boolean fromEnvironment(String name) {
    String variable = name.replaceAll("[^A-Za-z0-9]", "_");
    return isEnvironmentVariable.test(variable)
        || isEnvironmentVariable.test(variable.toUpperCase(Locale.ROOT));
  }

  private static @Nullable String nearest(String name) {
    String nearest = null;
    int least = 1 + name.length() / 3;
    for (ConfigKey<?> key : ConfigKeys.all()) {
      int distance = distance(name, key.name());
      if (distance < least) {
        least = distance;
        nearest = key.name();
      }
    }
    return nearest;
  }

  /** Levenshtein distance: letters to insert, remove or replace. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
