package io.kronosq.cdi.config;

import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.task.Limits;
import io.kronosq.task.Rate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Reads the limits that this application brings along for a queue and its keys. */
public final class LimitConfig {
  private static final String PREFIX = ConfigKeys.PREFIX + "queues.";
  private static final String MAX_CONCURRENT = ".max-concurrent";
  private static final String RATE = ".rate";
  private static final String KEY = ".key";
  private static final List<String> ENDS =
      List.of(MAX_CONCURRENT, RATE, KEY + MAX_CONCURRENT, KEY + RATE);

  private LimitConfig() {}

  /**
   * Reads them.
   *
   * @param config where from
   * @param queue the queue's name
   * @param mistakes told of wrong values; these are not taken
   */
  public static LimitSettings read(Config config, String queue, Mistakes mistakes) {
    ConfigReader reader = new ConfigReader(config, mistakes);
    return new LimitSettings(
        limits(reader, PREFIX + queue), limits(reader, PREFIX + queue + KEY), Map.of());
  }

  private static Limits limits(ConfigReader reader, String start) {
    Integer most = reader.optional(key(start + MAX_CONCURRENT, ValueType.number(1, 1_000_000)));
    @Nullable Rate rate = reader.optional(key(start + RATE, ValueType.rate()));
    return new Limits(most, rate);
  }

  private static <T> ConfigKey<T> key(String name, ValueType<T> type) {
    return ConfigKey.withoutDefault(name, type, "none", "");
  }

  /** Whether a key is of this form. */
  static boolean isKey(String name) {
    return name.startsWith(PREFIX)
        && ENDS.stream()
            .anyMatch(end -> name.endsWith(end) && name.length() > PREFIX.length() + end.length());
  }
}
