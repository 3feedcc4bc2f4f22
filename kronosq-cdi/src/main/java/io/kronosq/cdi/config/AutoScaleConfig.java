package io.kronosq.cdi.config;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.worker.AutoScale;
import org.jspecify.annotations.Nullable;

/** Reads whether and how the concurrency is adapted to the load. */
final class AutoScaleConfig {
  private AutoScaleConfig() {}

  /** Null when it is fixed, or after a mistake. */
  static @Nullable AutoScale read(ConfigReader reader, Mistakes mistakes) {
    Integer max = reader.optional(ConfigKeys.AUTOSCALE_MAX);
    Integer min = reader.optional(ConfigKeys.AUTOSCALE_MIN);
    int least = min == null ? AutoScale.DEFAULT_MIN : min;
    double threshold = reader.required(ConfigKeys.AUTOSCALE_SCALE_UP_THRESHOLD);
    if (max == null) {
      if (min != null) {
        mistakes.add(
            MistakeCode.AUTOSCALE_WITHOUT_MAX,
            ConfigKeys.AUTOSCALE_MIN.name()
                + " is set, but nothing is adapted without "
                + ConfigKeys.AUTOSCALE_MAX.name());
      }
      return null;
    }
    if (reader.optional(ConfigKeys.CONCURRENCY) != null) {
      mistakes.add(
          MistakeCode.CONCURRENCY_FIXED_AND_ADAPTED,
          ConfigKeys.CONCURRENCY.name()
              + " and "
              + ConfigKeys.AUTOSCALE_MAX.name()
              + " are both set, but the concurrency is either fixed or adapted: remove one of them");
    }
    if (max < least) {
      mistakes.add(
          MistakeCode.AUTOSCALE_MAX_BELOW_MIN,
          ConfigKeys.AUTOSCALE_MAX.name()
              + "="
              + max
              + " is less than "
              + ConfigKeys.AUTOSCALE_MIN.name()
              + "="
              + least);
      return null;
    }
    return new AutoScale(
        least,
        max,
        threshold,
        reader.required(ConfigKeys.AUTOSCALE_IDLE_TIMEOUT),
        reader.required(ConfigKeys.AUTOSCALE_CHECK_INTERVAL));
  }
}
