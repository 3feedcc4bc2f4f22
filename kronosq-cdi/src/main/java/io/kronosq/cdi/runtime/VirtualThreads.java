package io.kronosq.cdi.runtime;

import io.kronosq.cdi.config.ThreadKind;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Whether handlers run on virtual threads of the server.
 *
 * @param factory makes them; null when there are none
 * @param why why there are some, or why not
 */
record VirtualThreads(@Nullable ManagedThreadFactory factory, String why) {
  /** What Java first had them. */
  private static final int FIRST = 21;

  /**
   * What Java first did not hold on to a platform thread while one waits in {@code synchronized}.
   */
  private static final int FIRST_UNPINNED = 24;

  /**
   * Looks for them.
   *
   * @param wanted what is configured
   */
  static VirtualThreads find(ThreadKind wanted) {
    int java = Runtime.version().feature();
    if (wanted == ThreadKind.PLATFORM) {
      return none("kronosq.threads=platform");
    }
    if (java < FIRST) {
      return none("Java " + java + " has no virtual ones");
    }
    if (java < FIRST_UNPINNED && wanted == ThreadKind.AUTO) {
      return none(
          "in Java "
              + java
              + " synchronized methods pin virtual ones; kronosq.threads=virtual uses them all the"
              + " same");
    }
    ManagedThreadFactory factory = lookup();
    if (factory == null) {
      return none("the server does not make " + VirtualThreadsDefinition.JNDI_NAME);
    }
    return isVirtual(factory.newThread(() -> {}))
        ? new VirtualThreads(factory, "the server makes them, on Java " + java)
        : none("the server knows no virtual = true and makes platform threads for it");
  }

  private static VirtualThreads none(String why) {
    return new VirtualThreads(null, why);
  }

  private static @Nullable ManagedThreadFactory lookup() {
    try {
      Object found = InitialContext.doLookup(VirtualThreadsDefinition.JNDI_NAME);
      return found instanceof ManagedThreadFactory factory ? factory : null;
    } catch (NamingException e) {
      return null;
    }
  }

  private static boolean isVirtual(@Nullable Thread thread) {
    try {
      return thread != null && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Java " + FIRST + " has Thread.isVirtual", e);
    }
  }
}
