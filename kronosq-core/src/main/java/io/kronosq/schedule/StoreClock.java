package io.kronosq.schedule;

import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * The store's clock, as it was last read, and carried on by elapsed time since the answer arrived:
 * never ahead of the store's own.
 */
final class StoreClock {
  private final TimeSource time;
  private Instant read = Instant.EPOCH;
  private long readAt;

  StoreClock(TimeSource time) {
    this.time = time;
  }

  void set(Instant now) {
    read = now;
    readAt = time.nanos();
  }

  Instant now() {
    return read.plus(Duration.ofNanos(time.nanos() - readAt));
  }
}
