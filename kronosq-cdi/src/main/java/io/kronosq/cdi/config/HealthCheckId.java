package io.kronosq.cdi.config;

import java.util.Locale;

/** The health checks. */
public enum HealthCheckId {
  /** Redis has answered, and each queue that is served has its lease. */
  STARTUP,
  /** Redis answers. */
  REDIS,
  /** Redis evicts nothing. */
  EVICTION_POLICY,
  /** The application takes tasks, and is to go on doing so. */
  DRAINING,
  /** The handlers are registered with running workers. */
  HANDLERS,
  /** The workers go on claiming tasks. */
  CLAIMS,
  /** No handler ignores its cancellation. */
  STUCK_HANDLERS;

  /** As in configuration keys, such as {@code eviction-policy}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As health endpoints show it, such as {@code kronosq-eviction-policy}. */
  public String fullName() {
    return "kronosq-" + text();
  }
}
