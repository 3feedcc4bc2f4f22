package io.kronosq.diagnose;

/** What something is about. */
public enum SubjectKind {
  /** Redis, or one of its servers, by its address. */
  REDIS,
  /** A queue, by its name. */
  QUEUE,
  /** A task type. */
  TYPE,
  /** A worker server, by its id. */
  SERVER,
  /** A task, by its id. */
  TASK,
  /** A schedule, by its id. */
  SCHEDULE
}
