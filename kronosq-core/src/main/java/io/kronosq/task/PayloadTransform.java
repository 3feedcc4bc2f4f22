package io.kronosq.task;

import org.jspecify.annotations.Nullable;

/**
 * Changes how the bytes of payloads, results and checkpoints are stored: compresses them, encrypts
 * them. The name stands with the stored bytes, so that readers know what to undo. Implementations
 * must be safe for use by many threads.
 *
 * @see PayloadCodec#with(PayloadTransform)
 */
public interface PayloadTransform {
  /**
   * What stands with the stored bytes; never to be changed.
   *
   * @return 1 to 32 characters of a–z, 0–9 and hyphens
   */
  String name();

  /**
   * Transforms bytes to be stored.
   *
   * @param bytes not to be modified
   * @param context what they are
   * @return the transformed bytes, or null to store these as they are
   * @throws PayloadException when it can't be done
   */
  byte @Nullable [] apply(byte[] bytes, PayloadContext context);

  /**
   * Undoes {@link #apply}.
   *
   * @param bytes what it returned, or whatever stands there now; not to be modified
   * @param context what they are
   * @throws PayloadException when they are something else
   */
  byte[] undo(byte[] bytes, PayloadContext context);

  /** Whether bytes are refused that were not transformed by this; false unless overridden. */
  default boolean isRequired() {
    return false;
  }
}
