package io.kronosq.handler;

/** Why a running handler was told to stop. */
public enum CancelCause {
  /** The time limit of the attempt is over. */
  TIMEOUT,
  /** The task's deadline has passed. */
  DEADLINE,
  /** An operator cancelled the task. */
  OPERATOR,
  /** The server stops, and the grace period is over. */
  SHUTDOWN,
  /** The server lost its lease, so that another one may run the task already. */
  LEASE_LOST
}
