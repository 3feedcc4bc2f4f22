package io.kronosq.metric;

/** What became of a task that was handed to a server. */
public enum AttemptResult {
  /** The handler succeeded. */
  SUCCEEDED,
  /** The handler failed, and has another attempt. */
  RETRIED,
  /** Not now, without a retry spent: no failure by the application's own rule, or a missing key. */
  POSTPONED,
  /** The last attempt failed, or the handler wanted no other one, or the task was cancelled. */
  ARCHIVED,
  /** Given back by a server that stops. */
  RETURNED,
  /** Left to servers that have a handler for its type. */
  UNHANDLED,
  /** Settled too late: another server has, or had, the task. */
  REFUSED
}
