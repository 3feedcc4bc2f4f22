package io.kronosq.it.services;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Looks at threads. */
@ApplicationScoped
public class Threads {
  /** Whether the handler's thread is virtual. */
  @KronosHandler("threads:virtual")
  public boolean isVirtual() throws ReflectiveOperationException {
    return isVirtual(Thread.currentThread());
  }

  /** Whether the server makes virtual threads for the library. */
  public boolean serverMakesVirtual() throws NamingException, ReflectiveOperationException {
    ManagedThreadFactory factory =
        InitialContext.doLookup("java:module/concurrent/KronosqVirtualThreads");
    return isVirtual(factory.newThread(() -> {}));
  }

  private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
    return Runtime.version().feature() >= 21
        && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
  }
}
