package io.kronosq.store;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one thread on which the store's answers arrive, and on which the engine keeps its state, so
 * that none of it needs a lock. Nothing may block here.
 */
public interface Loop extends Executor {
  /** Runs an action on the loop soon; from the loop itself, after the running action. */
  @Override
  void execute(Runnable action);

  /**
   * Runs an action on the loop later.
   *
   * @param delay from now, with a resolution of about 1 ms
   * @param action must not block
   * @return cancels the action if it has not started
   */
  Timer schedule(Duration delay, Runnable action);

  /** Whether the calling thread is the loop. */
  boolean inLoop();

  /** A scheduled action. */
  interface Timer {
    /** Drops the action if it has not started. */
    void cancel();
  }
}
