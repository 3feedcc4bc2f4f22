package io.kronosq.worker;

import io.kronosq.store.Transition;
import io.kronosq.task.TaskError;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, and what is to be stored.
 *
 * @param kind how it ended
 * @param transition what is to be stored; null when nothing is, because the task is no longer ours
 * @param error the failure, or null
 */
record Outcome(Kind kind, @Nullable Transition transition, @Nullable TaskError error) {
  enum Kind {
    SUCCEEDED,
    RETRIED,
    ARCHIVED,
    /** Its type is unknown here; another server may know it. */
    UNHANDLED,
    /** Not processed, because the server stops. */
    RETURNED,
    /** The lease was lost; another server has the task. */
    DROPPED
  }
}
