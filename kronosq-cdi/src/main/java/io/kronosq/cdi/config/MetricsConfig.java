package io.kronosq.cdi.config;

import java.time.Duration;

/**
 * What is measured.
 *
 * @param enabled whether anything is
 * @param interval between two looks at the queues
 * @param maxNames names of types, and of queues, that are told apart
 */
public record MetricsConfig(boolean enabled, Duration interval, int maxNames) {
  static MetricsConfig read(ConfigReader reader) {
    return new MetricsConfig(
        reader.required(ConfigKeys.METRICS_ENABLED),
        reader.required(ConfigKeys.METRICS_INTERVAL),
        reader.required(ConfigKeys.METRICS_MAX_NAMES));
  }
}
