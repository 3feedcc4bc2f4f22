package io.kronosq.task;

/**
 * Where a task stands. A task has a state because its id is a member of that state's collection; no
 * field says it.
 */
public enum TaskState {
  /** Waits for its time, {@link EnqueueOption#delay} or {@link EnqueueOption#processAt}. */
  SCHEDULED,
  /** Waits for a free worker. */
  PENDING,
  /** A server holds it. */
  ACTIVE,
  /** Failed, and waits for its next attempt. */
  RETRY,
  /** Failed for good, or was cancelled. Kept for inspection within the archive's limits. */
  ARCHIVED,
  /** Succeeded and is kept, with its result, for its retention. */
  COMPLETED,
  /** Waits in its group to be processed together with others, {@link EnqueueOption#group}. */
  AGGREGATING
}
