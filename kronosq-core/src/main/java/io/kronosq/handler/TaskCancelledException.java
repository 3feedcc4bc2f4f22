package io.kronosq.handler;

import io.kronosq.task.KronosException;

/** The running attempt was told to stop. */
public final class TaskCancelledException extends KronosException {
  private static final long serialVersionUID = 1L;

  private final CancelCause reason;

  /**
   * @param message which task, and why
   * @param reason why
   */
  public TaskCancelledException(String message, CancelCause reason) {
    super(message);
    this.reason = reason;
  }

  /** Why the attempt was told to stop. */
  public CancelCause reason() {
    return reason;
  }
}
