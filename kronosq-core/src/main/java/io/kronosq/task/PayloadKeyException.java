package io.kronosq.task;

import org.jspecify.annotations.Nullable;

/**
 * A payload is encrypted with a key that is missing here, or that does not open it. On the worker's
 * side such a task is tried again later and spends no retry, since the key may come.
 */
public final class PayloadKeyException extends PayloadException {
  private static final long serialVersionUID = 1L;

  private final String keyId;

  /**
   * @param keyId the key's id
   * @param message what can't be read, and what to do; no key material
   * @param cause the failure underneath, or null
   */
  public PayloadKeyException(String keyId, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.keyId = keyId;
  }

  /** The id of the key. */
  public String keyId() {
    return keyId;
  }
}
