package io.kronosq.testkit;

import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * The clock of a test: it stands still until the test advances it. All that Kronosq does goes by
 * it: delays, retries, schedules, time limits, unique locks, groups, rates, retention. As {@link
 * InstantSource} it may be handed to the application's code, too. Safe for use by many threads.
 */
public final class TestClock implements TimeSource, InstantSource {
  private final Instant start;
  private final Consumer<Instant> passTo;
  private volatile Instant now;

  /**
   * @param start the time at first
   * @param passTo lets time pass
   */
  TestClock(Instant start, Consumer<Instant> passTo) {
    this.start = start;
    this.passTo = passTo;
    now = start;
  }

  /** The time, with a resolution of 1 µs. */
  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long nanos() {
    return Duration.between(start, now).toNanos();
  }

  /**
   * Lets time pass. Ticks of schedules are taken, each at its time, and enqueue their tasks; no
   * task is run. A handler that is running and whose time limit has passed is cancelled.
   *
   * @param time zero or more, with a resolution of 1 ms
   * @throws IllegalArgumentException when it is negative
   */
  public void advance(Duration time) {
    advanceTo(now.plusMillis(time.toMillis()));
  }

  /**
   * Lets time pass as {@link #advance} does.
   *
   * @param time not before {@link #now()}
   * @throws IllegalArgumentException when it is
   */
  public void advanceTo(Instant time) {
    if (time.isBefore(now)) {
      throw new IllegalArgumentException(
          "The clock of a test goes forward only; it is at " + now + ", which is after " + time);
    }
    passTo.accept(time);
  }

  void set(Instant time) {
    now = time;
  }
}
