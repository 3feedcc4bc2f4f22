package io.kronosq.cdi.config;

import io.kronosq.store.Layout;
import io.kronosq.task.Names;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code default=6,imports=3}. */
final class PartitionCounts {
  private PartitionCounts() {}

  static Map<String, Integer> parse(String text) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("'" + part.trim() + "' has no number");
      }
      String queue = Names.checkQueue(part.substring(0, equals).trim());
      int count = Layout.checkCount(queue, Integer.parseInt(part.substring(equals + 1).trim()));
      if (counts.put(queue, count) != null) {
        throw new IllegalArgumentException("Queue " + queue + " stands twice");
      }
    }
    return Collections.unmodifiableMap(counts);
  }
}
