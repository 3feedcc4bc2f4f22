package io.kronosq.it.mistaken;

import io.kronosq.handler.RetryPolicy;
import java.time.Duration;

/** Nobody has its argument. */
public class UnmakeablePolicy implements RetryPolicy {
  private final Duration delay;

  /** Asks for more than there is. */
  public UnmakeablePolicy(Duration delay) {
    this.delay = delay;
  }

  @Override
  public Duration delay(int retried, Throwable failure) {
    return delay;
  }
}
