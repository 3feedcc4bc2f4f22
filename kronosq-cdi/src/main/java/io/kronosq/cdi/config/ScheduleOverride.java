package io.kronosq.cdi.config;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about a schedule of the application.
 *
 * @param cron overrides the pattern; null for no override
 * @param zone overrides the time zone; null for no override
 * @param enabled whether this application runs it
 */
public record ScheduleOverride(@Nullable String cron, @Nullable String zone, boolean enabled) {
  private static final String PREFIX = ConfigKeys.PREFIX + "schedules.";
  private static final List<String> ENDS = List.of(".cron", ".zone", ".enabled");

  /**
   * Reads it.
   *
   * @param config where from
   * @param id the schedule's id
   * @param mistakes told of a wrong value; its default is taken instead
   */
  public static ScheduleOverride read(Config config, String id, Mistakes mistakes) {
    String enabled = text(config, PREFIX + id + ".enabled");
    if (enabled != null && !enabled.equals("true") && !enabled.equals("false")) {
      mistakes.add(
          MistakeCode.VALUE_NOT_ALLOWED,
          PREFIX + id + ".enabled=" + enabled + " is not allowed: it must be true or false");
    }
    return new ScheduleOverride(
        text(config, PREFIX + id + ".cron"),
        text(config, PREFIX + id + ".zone"),
        !"false".equals(enabled));
  }

  private static @Nullable String text(Config config, String key) {
    return config.getOptionalValue(key, String.class).map(String::trim).orElse(null);
  }

  /** Whether a key is of this form. */
  static boolean isKey(String name) {
    return name.startsWith(PREFIX)
        && ENDS.stream()
            .anyMatch(end -> name.endsWith(end) && name.length() > PREFIX.length() + end.length());
  }
}
