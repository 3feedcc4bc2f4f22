package io.kronosq.task;

import org.jspecify.annotations.Nullable;

/**
 * Root of the exceptions that Kronosq throws. Its message names the value at fault and the remedy.
 */
public class KronosException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong, with the value and the remedy
   */
  public KronosException(String message) {
    super(message);
  }

  /**
   * @param message what went wrong, with the value and the remedy
   * @param cause the failure underneath, or null
   */
  public KronosException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
