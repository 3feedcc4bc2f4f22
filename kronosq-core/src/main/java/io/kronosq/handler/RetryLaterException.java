package io.kronosq.handler;

import io.kronosq.task.KronosException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler to choose when the next attempt starts, for instance from a {@code
 * Retry-After} header.
 */
public class RetryLaterException extends KronosException {
  private static final long serialVersionUID = 1L;

  private final Duration delay;

  /**
   * A later attempt that spends a retry.
   *
   * @param delay from now, not negative
   */
  public RetryLaterException(Duration delay) {
    this("The handler asked for another attempt in " + delay, delay, null);
  }

  /**
   * A later attempt that spends a retry.
   *
   * @param message why
   * @param delay from now, not negative
   * @param cause the failure underneath, or null
   */
  public RetryLaterException(String message, Duration delay, @Nullable Throwable cause) {
    super(message, cause);
    if (delay.isNegative()) {
      throw new IllegalArgumentException(
          "The delay of a later attempt must not be negative, but is " + delay);
    }
    this.delay = delay;
  }

  /** How long from now the next attempt starts, at the earliest. */
  public Duration delay() {
    return delay;
  }
}
