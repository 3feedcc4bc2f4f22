package io.kronosq.admin.live;

import io.kronosq.task.KronosException;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that all who ask share. One of them reads it anew when it is too old, and the others wait
 * for that; while nobody asks, nothing is read.
 */
final class Shared<T> {
  /** However long a reading takes, the next one is only made after so many times as long. */
  private static final int READINGS_APART = 4;

  /** A store that does not answer is not asked by each of those who wait, one after the other. */
  private static final Duration FAILURE_KEPT = Duration.ofSeconds(1);

  private final Supplier<T> reading;
  private final Duration freshFor;
  private final TimeSource time;
  private final AtomicLong outdated = new AtomicLong();
  private volatile @Nullable Held<T> held;

  /**
   * What the latest reading brought.
   *
   * @param until nanoseconds of the time source
   */
  private record Held<T>(@Nullable T value, @Nullable KronosException failure, long until) {}

  /**
   * @param freshFor how old the value may be
   * @param reading reads it; may fail with {@link KronosException}
   */
  Shared(Duration freshFor, TimeSource time, Supplier<T> reading) {
    this.reading = reading;
    this.freshFor = freshFor;
    this.time = time;
  }

  /**
   * The value.
   *
   * @throws KronosException when it can't be read
   */
  T get() {
    Held<T> known = held;
    return isFresh(known) ? told(known) : readOnce();
  }

  private synchronized T readOnce() {
    Held<T> known = held;
    return isFresh(known) ? told(known) : told(read());
  }

  private Held<T> read() {
    long since = outdated.get();
    long begin = time.nanos();
    Held<T> read;
    try {
      T value = reading.get();
      long end = time.nanos();
      read =
          new Held<>(
              value, null, end + Math.max(freshFor.toNanos(), READINGS_APART * (end - begin)));
    } catch (KronosException e) {
      read = new Held<>(null, e, time.nanos() + FAILURE_KEPT.toNanos());
    }
    held = outdated.get() == since ? read : null;
    return read;
  }

  /** The next who ask get what is read from now on. */
  void outdated() {
    outdated.incrementAndGet();
    held = null;
  }

  private boolean isFresh(@Nullable Held<T> known) {
    return known != null && known.until() - time.nanos() > 0;
  }

  private static <T> T told(@Nullable Held<T> known) {
    if (known == null || known.value() == null) {
      throw known == null || known.failure() == null
          ? new IllegalStateException("Nothing was read")
          : known.failure();
    }
    return known.value();
  }
}
