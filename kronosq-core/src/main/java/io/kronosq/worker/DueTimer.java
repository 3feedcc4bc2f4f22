package io.kronosq.worker;

import io.kronosq.store.Loop;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Acts when the earliest of the times it was told has come: one timer, however often it is told. On
 * the loop only.
 */
final class DueTimer {
  private final Loop loop;
  private final TimeSource time;
  private final Runnable action;
  private Loop.@Nullable Timer timer;
  private long at;

  DueTimer(Loop loop, TimeSource time, Runnable action) {
    this.loop = loop;
    this.time = time;
    this.action = action;
  }

  /** Acts after this time, unless it is going to earlier. */
  void earliest(Duration wait) {
    long due = time.nanos() + wait.toNanos();
    if (timer != null) {
      if (at - due <= 0) {
        return;
      }
      timer.cancel();
    }
    at = due;
    timer = loop.schedule(wait, this::fire);
  }

  private void fire() {
    timer = null;
    action.run();
  }
}
