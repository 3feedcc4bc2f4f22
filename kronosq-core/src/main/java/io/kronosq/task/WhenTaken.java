package io.kronosq.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of a task that finds its unique lock taken by another one. */
public sealed interface WhenTaken {
  /** It is refused with {@link DuplicateTaskException}, whatever the other one does. */
  WhenTaken REFUSE = new Refuse();

  /** It is refused, whatever the other one does. */
  record Refuse() implements WhenTaken {}

  /** A waiting task is replaced; it keeps its id and its place. */
  record Replace() implements WhenTaken {}

  /**
   * A waiting task is replaced and put off.
   *
   * @param maxWait after this long from its first enqueue it is due in any case, at least 1 ms;
   *     null for no such limit
   */
  record Debounce(@Nullable Duration maxWait) implements WhenTaken {
    /** Checks the time. */
    public Debounce {
      if (maxWait != null && maxWait.toMillis() < 1) {
        throw new IllegalArgumentException(
            "The longest wait of a debounced task must be at least 1 ms, not " + maxWait);
      }
    }
  }
}
