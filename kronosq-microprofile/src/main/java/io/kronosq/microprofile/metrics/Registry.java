package io.kronosq.microprofile.metrics;

import java.util.Map;
import java.util.function.DoubleSupplier;

/** A server's metrics registry, as the engine's metrics need it. Safe for use by many threads. */
public interface Registry {
  /**
   * A counter; the same one for the same labels.
   *
   * @param metric which
   * @param labels values by name
   * @return counts one more when it is run
   */
  Runnable counter(EngineMetric metric, Map<String, String> labels);

  /**
   * A histogram of times; the same one for the same labels.
   *
   * @param metric which
   * @param labels values by name
   */
  Times timer(EngineMetric metric, Map<String, String> labels);

  /**
   * Registers a gauge.
   *
   * @param metric which
   * @param labels values by name
   * @param value asked at each scrape
   * @return removes it
   */
  Runnable gauge(EngineMetric metric, Map<String, String> labels, DoubleSupplier value);

  /** Removes all that was registered here: a server's registry outlives applications. */
  void removeAll();

  /** Where the metrics are, in words, for the log. */
  String description();

  /** A histogram of times. */
  interface Times {
    /**
     * Notes a time.
     *
     * @param nanos zero or more
     */
    void add(long nanos);
  }
}
