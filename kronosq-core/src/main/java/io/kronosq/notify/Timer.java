package io.kronosq.notify;

import java.time.Duration;

/** Does things later. */
@FunctionalInterface
public interface Timer {
  /**
   * Runs an action later, on any thread.
   *
   * @param delay from now
   * @param action short, and does not fail
   */
  void schedule(Duration delay, Runnable action);
}
