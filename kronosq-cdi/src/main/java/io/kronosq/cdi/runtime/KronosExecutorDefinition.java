package io.kronosq.cdi.runtime;

import io.kronosq.cdi.config.ConfigKeys;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Has the server make an executor for this library alone. The servers' default executors don't do:
 * WildFly's runs four tasks at a time on two processors, Open Liberty's also serves HTTP.
 */
@ApplicationScoped
@ManagedExecutorDefinition(
    name = KronosExecutorDefinition.JNDI_NAME,
    maxAsync = KronosExecutorDefinition.MAX_ASYNC)
public class KronosExecutorDefinition {
  static final String JNDI_NAME = "java:module/concurrent/KronosqExecutor";

  /** Handlers, and observers beside them. The engine itself limits how many run. */
  static final int MAX_ASYNC = ConfigKeys.MAX_CONCURRENCY + 100;
}
