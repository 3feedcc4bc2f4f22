package io.kronosq.schedule;

/** What becomes of a tick while the schedule's last task is not done. */
public enum OverlapPolicy {
  /** It is enqueued all the same. */
  ALLOW,
  /** It is left out while that task is pending, scheduled, active or waiting for a retry. */
  SKIP
}
