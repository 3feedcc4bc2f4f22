package io.kronosq.worker;

import io.kronosq.inspect.Concurrency;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says when the concurrency of a server is worth keeping: once a minute, and when it has changed.
 */
final class ConcurrencySampling {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private @Nullable Concurrency last;
  private Instant due = Instant.MIN;

  boolean isDue(Concurrency now, Instant at) {
    Concurrency before = last;
    boolean changed =
        before == null || before.target() != now.target() || before.max() != now.max();
    if (!changed && at.isBefore(due)) {
      return false;
    }
    last = now;
    due = at.plus(INTERVAL);
    return true;
  }
}
