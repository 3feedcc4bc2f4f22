package io.kronosq.time;

import java.time.Instant;

/** Tells the time. */
public interface TimeSource {
  /** Wall-clock time, which may jump. */
  Instant now();

  /** Elapsed time in ns from an arbitrary origin, which never goes back. */
  long nanos();

  /** The time of this machine. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }
}
