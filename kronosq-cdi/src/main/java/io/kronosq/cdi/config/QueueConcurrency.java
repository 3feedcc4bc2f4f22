package io.kronosq.cdi.config;

import io.kronosq.cdi.mistake.Mistakes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Reads how many handlers of a queue run at a time in this application. */
public final class QueueConcurrency {
  private static final String START = ConfigKeys.PREFIX + "queues.";
  private static final String END = ".concurrency";

  private QueueConcurrency() {}

  /**
   * Reads it.
   *
   * @param config where from
   * @param queues the queues that are served
   * @param mistakes told of wrong values; these are not taken
   * @return what is configured, by queue
   */
  public static Map<String, Integer> read(Config config, Set<String> queues, Mistakes mistakes) {
    ConfigReader reader = new ConfigReader(config, mistakes);
    Map<String, Integer> configured = new HashMap<>();
    for (String queue : queues) {
      Integer most =
          reader.optional(
              ConfigKey.withoutDefault(
                  START + queue + END, ValueType.number(1, ConfigKeys.MAX_CONCURRENCY), "", ""));
      if (most != null) {
        configured.put(queue, most);
      }
    }
    return configured;
  }

  /** Whether a key is of this form. */
  static boolean isKey(String name) {
    return name.startsWith(START)
        && name.endsWith(END)
        && name.length() > START.length() + END.length();
  }
}
