package io.kronosq.cdi.config;

/** What somebody may do with the admin resources; each role may do what those before it may. */
public enum AdminRole {
  /** Looks at everything, payloads excepted. */
  VIEWER,
  /** Steers tasks and queues. */
  OPERATOR,
  /** Changes settings, enqueues, and deletes queues. */
  ADMIN;

  /**
   * Whether this role may do what needs another one.
   *
   * @param needed not null
   */
  public boolean includes(AdminRole needed) {
    return compareTo(needed) >= 0;
  }
}
