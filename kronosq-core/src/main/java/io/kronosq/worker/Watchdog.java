package io.kronosq.worker;

import io.kronosq.store.Loop;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Calls a check when its time has come, with one timer for all runs: most limits lie later than the
 * next check, so that starting a task costs a comparison.
 */
final class Watchdog {
  private final Loop loop;
  private final TimeSource time;
  private final LongUnaryOperator check;
  private volatile long nextCheck;
  private volatile boolean armed;
  private Loop.@Nullable Timer timer;

  /**
   * @param loop where the check runs
   * @param time elapsed time
   * @param check gets the elapsed time and returns when it is due again, {@link Long#MAX_VALUE} for
   *     never
   */
  Watchdog(Loop loop, TimeSource time, LongUnaryOperator check) {
    this.loop = loop;
    this.time = time;
    this.check = check;
  }

  /** Makes sure of a check at that time, by {@link TimeSource#nanos}. From any thread. */
  void watch(long at) {
    if (!armed || at - nextCheck < 0) {
      loop.execute(() -> arm(at));
    }
  }

  private void arm(long at) {
    if (armed && at - nextCheck >= 0) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    nextCheck = at;
    armed = true;
    timer = loop.schedule(Duration.ofNanos(Math.max(0, at - time.nanos())), this::run);
  }

  private void run() {
    armed = false;
    timer = null;
    long next = check.applyAsLong(time.nanos());
    if (next != Long.MAX_VALUE) {
      arm(next);
    }
  }
}
