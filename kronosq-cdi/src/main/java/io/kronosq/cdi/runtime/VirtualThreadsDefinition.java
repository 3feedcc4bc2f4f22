package io.kronosq.cdi.runtime;

import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Has the server make virtual threads for this library. Servers before Jakarta EE 11 don't know the
 * attribute and make platform threads; see {@link VirtualThreads}.
 */
@ApplicationScoped
@ManagedThreadFactoryDefinition(name = VirtualThreadsDefinition.JNDI_NAME, virtual = true)
public class VirtualThreadsDefinition {
  static final String JNDI_NAME = "java:module/concurrent/KronosqVirtualThreads";
}
