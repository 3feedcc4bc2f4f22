package io.kronosq.handler;

import io.kronosq.task.KronosException;
import org.jspecify.annotations.Nullable;

/** Thrown by a handler to archive the task at once: another attempt would fail the same way. */
public class SkipRetryException extends KronosException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message why another attempt is useless
   */
  public SkipRetryException(String message) {
    super(message);
  }

  /**
   * @param message why another attempt is useless
   * @param cause the failure underneath, or null
   */
  public SkipRetryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
