package io.kronosq.task;

import org.jspecify.annotations.Nullable;

/**
 * A payload can't be written or read. On the worker's side such a task is archived at once, since
 * another attempt would read the same bytes.
 */
public class PayloadException extends KronosException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what can't be written or read, and as what
   */
  public PayloadException(String message) {
    super(message);
  }

  /**
   * @param message what can't be written or read, and as what
   * @param cause the codec's failure, or null
   */
  public PayloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
