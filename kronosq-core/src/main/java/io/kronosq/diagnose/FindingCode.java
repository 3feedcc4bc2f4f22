package io.kronosq.diagnose;

/** What can be found. */
public enum FindingCode {
  /** Redis does not answer, or refuses to. */
  REDIS_UNREACHABLE(Severity.CRITICAL),
  /** Redis is a replica, which takes no tasks. */
  REDIS_REPLICA(Severity.CRITICAL),
  /** Redis evicts keys when memory is short. */
  REDIS_EVICTION(Severity.CRITICAL),
  /** Redis' memory limit is near. */
  REDIS_MEMORY_LOW(Severity.CRITICAL),
  /** Redis keeps nothing on disk. */
  REDIS_NOT_PERSISTENT(Severity.WARNING),
  /** Redis can't write to its disk. */
  REDIS_PERSISTENCE_FAILING(Severity.CRITICAL),
  /** Redis is of a version before the oldest that is supported. */
  REDIS_VERSION_OLD(Severity.CRITICAL),
  /** Redis answers slowly. */
  REDIS_LATENCY(Severity.WARNING),
  /** A replica does not follow. */
  REDIS_REPLICA_DOWN(Severity.WARNING),
  /** The cluster does not serve all slots. */
  CLUSTER_SLOTS(Severity.CRITICAL),
  /** This machine's clock differs from Redis'. */
  CLOCK_SKEW(Severity.WARNING),
  /** Tasks wait in a queue that no server serves. */
  QUEUE_WITHOUT_SERVER(Severity.CRITICAL),
  /** Tasks wait in a queue that is paused. */
  QUEUE_PAUSED_BACKLOG(Severity.WARNING),
  /** Tasks wait of a type that no server of their queue handles. */
  TYPE_WITHOUT_HANDLER(Severity.CRITICAL),
  /** A handler runs for longer than its time limit. */
  HANDLER_STUCK(Severity.WARNING),
  /** Active tasks are held by servers that are gone, and nobody takes them back. */
  TASKS_ORPHANED(Severity.CRITICAL),
  /** More tasks come than are processed. */
  BACKLOG_GROWING(Severity.WARNING),
  /** A backlog is being worked off. */
  BACKLOG_DRAINING(Severity.INFO),
  /** Many tasks fail for good. */
  ARCHIVE_GROWING(Severity.WARNING),
  /** A server died. */
  SERVER_DEAD(Severity.WARNING),
  /** A schedule has a tick that nobody took. */
  SCHEDULE_LATE(Severity.WARNING);

  private final Severity severity;

  FindingCode(Severity severity) {
    this.severity = severity;
  }

  /** How urgent it is. */
  public Severity severity() {
    return severity;
  }
}
