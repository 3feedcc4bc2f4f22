package io.kronosq.microprofile.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** The series of an application: each is registered when it is first needed, and then kept. */
final class Series {
  private final Registry registry;
  private final String application;
  private final Map<Key, Runnable> counters = new ConcurrentHashMap<>();
  private final Map<Key, Registry.Times> timers = new ConcurrentHashMap<>();

  private record Key(EngineMetric metric, String first, String second, String third) {
    static Key of(EngineMetric metric, String... values) {
      return new Key(metric, at(values, 0), at(values, 1), at(values, 2));
    }

    private static String at(String[] values, int index) {
      return index < values.length ? values[index] : "";
    }
  }

  /**
   * @param registry where they are
   * @param application what the application is called
   */
  Series(Registry registry, String application) {
    this.registry = registry;
    this.application = application;
  }

  /** Counts one more; answers whether it is the first. */
  boolean count(EngineMetric metric, String... values) {
    Key key = Key.of(metric, values);
    Runnable known = counters.get(key);
    boolean first = known == null;
    if (known == null) {
      known = counters.computeIfAbsent(key, k -> registry.counter(metric, labels(metric, values)));
    }
    known.run();
    return first;
  }

  /** Notes a time; answers whether it is the first. */
  boolean time(EngineMetric metric, long nanos, String... values) {
    Key key = Key.of(metric, values);
    Registry.Times known = timers.get(key);
    boolean first = known == null;
    if (known == null) {
      known = timers.computeIfAbsent(key, k -> registry.timer(metric, labels(metric, values)));
    }
    known.add(nanos);
    return first;
  }

  /** Registers a counter before it counts, so that its first step is seen. */
  void counter(EngineMetric metric, String... values) {
    counters.computeIfAbsent(
        Key.of(metric, values), k -> registry.counter(metric, labels(metric, values)));
  }

  /** Registers a gauge, and answers what removes it. */
  Runnable gauge(EngineMetric metric, DoubleSupplier value, String... values) {
    return registry.gauge(metric, labels(metric, values), value);
  }

  private Map<String, String> labels(EngineMetric metric, String... values) {
    List<String> names = metric.labels();
    Map<String, String> labels = new HashMap<>();
    labels.put(EngineMetric.APPLICATION, application);
    for (int i = 0; i < values.length; i++) {
      labels.put(names.get(i), values[i]);
    }
    return labels;
  }
}
