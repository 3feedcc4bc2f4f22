package io.kronosq.worker;

import java.time.Duration;

/**
 * For how long slots have been free without a break, and how many were busy at a time at most in
 * about the last half of the idle timeout: while a burst ends, more are than will be needed.
 */
final class FreeSlots {
  private long since;
  private long halfSince;
  private int peakBefore;
  private int peak;

  /**
   * All slots are busy, or tasks wait.
   *
   * @param now elapsed time, ns
   */
  void none(long now) {
    since = now;
    halfSince = now;
    peakBefore = 0;
    peak = 0;
  }

  /**
   * Some slots are free.
   *
   * @param now elapsed time, ns
   * @param busy those that are not
   * @param idleTimeout see {@link AutoScale}
   */
  void some(long now, int busy, Duration idleTimeout) {
    long half = idleTimeout.toNanos() / 2;
    if (now - halfSince >= half) {
      peakBefore = now - halfSince >= 2 * half ? busy : peak;
      peak = busy;
      halfSince = now;
    }
    peak = Math.max(peak, busy);
  }

  /** The load that this is. */
  AutoScale.Load load(long now, long pending) {
    return new AutoScale.Load(pending, Math.max(peakBefore, peak), Duration.ofNanos(now - since));
  }
}
