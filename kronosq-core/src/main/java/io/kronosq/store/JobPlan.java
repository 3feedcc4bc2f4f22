package io.kronosq.store;

import io.kronosq.inspect.BulkRequest;
import io.kronosq.store.InspectStore.Extent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bulk job as it was when it was asked for; it never changes.
 *
 * @param request what it does
 * @param partitions the partitions of its queue, and what each had then: the job ends there
 */
public record JobPlan(BulkRequest request, Map<String, Extent> partitions) {
  /** Copies the map, in its order. */
  public JobPlan {
    partitions = Collections.unmodifiableMap(new LinkedHashMap<>(partitions));
  }

  /** How many tasks there were to look at. */
  public long total() {
    return partitions.values().stream().mapToLong(Extent::size).sum();
  }
}
