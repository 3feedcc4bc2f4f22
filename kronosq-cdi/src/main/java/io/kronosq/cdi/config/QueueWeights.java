package io.kronosq.cdi.config;

import io.kronosq.task.Names;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code critical=6,default=3,low=1}; a name alone has weight 1. */
final class QueueWeights {
  private static final int MAX_WEIGHT = 1_000;

  private QueueWeights() {}

  static Map<String, Integer> parse(String text) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = Names.checkQueue((equals < 0 ? part : part.substring(0, equals)).trim());
      int weight = equals < 0 ? 1 : Integer.parseInt(part.substring(equals + 1).trim());
      if (weight < 1 || weight > MAX_WEIGHT) {
        throw new IllegalArgumentException("Weight " + weight + " is not 1 to " + MAX_WEIGHT);
      }
      if (weights.put(name, weight) != null) {
        throw new IllegalArgumentException("Queue " + name + " stands twice");
      }
    }
    return Collections.unmodifiableMap(weights);
  }
}
