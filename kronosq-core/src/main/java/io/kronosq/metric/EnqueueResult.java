package io.kronosq.metric;

/** What became of an enqueue. */
public enum EnqueueResult {
  /** The task is stored. */
  STORED,
  /** A task that was waiting took over what this one brought. */
  REPLACED,
  /** Refused, because the id or the unique key is taken. */
  DUPLICATE,
  /** The task is stored, but not confirmed by as many replicas or disks as asked for. */
  UNCONFIRMED,
  /** Nothing answered; the task is stored, or it is not. */
  UNKNOWN,
  /** Not stored. */
  FAILED
}
