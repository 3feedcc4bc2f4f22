package io.kronosq.embedded;

import io.kronosq.task.KronosException;
import org.jspecify.annotations.Nullable;

/**
 * An embedded Redis could not be started or stopped. The message names the cause and the remedy.
 */
public class EmbeddedRedisException extends KronosException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong and what to do about it
   */
  public EmbeddedRedisException(String message) {
    super(message);
  }

  /**
   * @param message what went wrong and what to do about it
   * @param cause what caused it; null where nothing did
   */
  public EmbeddedRedisException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
