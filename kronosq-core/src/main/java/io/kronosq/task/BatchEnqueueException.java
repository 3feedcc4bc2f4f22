package io.kronosq.task;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Some tasks of a batch were not stored, or it is not known whether they were. All others are
 * stored.
 */
public final class BatchEnqueueException extends KronosException {
  private static final long serialVersionUID = 1L;

  private final transient SortedMap<Integer, EnqueueException> failures;

  /**
   * @param size tasks of the batch
   * @param failures by index in the batch; at least one
   */
  public BatchEnqueueException(int size, Map<Integer, EnqueueException> failures) {
    super(message(size, failures), failures.values().iterator().next());
    this.failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
  }

  private static String message(int size, Map<Integer, EnqueueException> failures) {
    Map.Entry<Integer, EnqueueException> first = failures.entrySet().iterator().next();
    return failures.size()
        + " of "
        + size
        + " tasks were not enqueued for certain, the others are; failures() has each. Number "
        + first.getKey()
        + ": "
        + first.getValue().getMessage();
  }

  /** The failures by index in the batch. */
  public SortedMap<Integer, EnqueueException> failures() {
    return failures;
  }
}
