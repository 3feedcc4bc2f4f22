package io.kronosq.store;

import io.kronosq.task.KronosException;
import org.jspecify.annotations.Nullable;

/** The store failed. {@link #kind()} says what is known about the call. */
public final class StoreException extends KronosException {
  private static final long serialVersionUID = 1L;

  /** What is known about a failed call. */
  public enum Kind {
    /** There is no connection; nothing was sent. */
    NOT_CONNECTED,
    /** The call was sent, but no answer came. It may have taken effect. */
    UNANSWERED,
    /** The store has no memory left for it; nothing changed. */
    FULL,
    /** The store refused the call; nothing changed. */
    REFUSED,
    /**
     * The partition takes no more tasks that may meet others, since its queue has other partitions
     * now; none of those was stored, and all others of the call were.
     */
    MOVED,
    /** The store was closed by its owner; nothing was sent. */
    CLOSED
  }

  private final Kind kind;

  /**
   * @param kind what is known about the call
   * @param message what went wrong and what to do
   * @param cause the failure underneath, or null
   */
  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What is known about the call. */
  public Kind kind() {
    return kind;
  }
}
