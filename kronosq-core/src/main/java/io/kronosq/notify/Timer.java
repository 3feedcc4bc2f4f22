package io.kronosq.notify;

import java.time.Duration;

/** Does things later. */
@FunctionalInterface
public interface Timer {
  /**
   * Runs an action later, on any thread; it does not block.
   *
   * @param delay from now
   * @param action short, and does not fail
   * @throws java.util.concurrent.RejectedExecutionException when it can't be run any more
   */
  void schedule(Duration delay, Runnable action);
}
