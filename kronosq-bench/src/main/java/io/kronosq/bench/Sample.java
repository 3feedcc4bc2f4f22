package io.kronosq.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run measured, by figure, in the order of the table. A figure's name ends in its unit.
 *
 * @param figures name to value
 */
record Sample(Map<String, Double> figures) {
  static Sample empty() {
    return new Sample(new LinkedHashMap<>());
  }

  double figure(String name) {
    Double value = figures.get(name);
    if (value == null) {
      throw new IllegalArgumentException("No figure '" + name + "' among " + figures.keySet());
    }
    return value;
  }

  Sample with(String figure, double value) {
    Map<String, Double> more = new LinkedHashMap<>(figures);
    more.put(figure, value);
    return new Sample(more);
  }
}
