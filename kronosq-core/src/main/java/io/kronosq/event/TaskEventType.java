package io.kronosq.event;

/** What happened to a task. */
public enum TaskEventType {
  /** A handler was started. */
  STARTED,
  /** A handler returned, and that is stored. */
  SUCCEEDED,
  /** An attempt failed, and that is stored; RETRIED or ARCHIVED follows. */
  FAILED,
  /** The task waits for another attempt. */
  RETRIED,
  /** The task will not be tried again. */
  ARCHIVED,
  /** The task was taken back from a server that died. */
  RECOVERED,
  /** The task went back to pending unprocessed, because the server stops. */
  RETURNED,
  /** A handler ignores its cancellation; its slot was given to others. */
  STUCK,
  /** This server's outcome was refused: the task is no longer its own. */
  REFUSED
}
