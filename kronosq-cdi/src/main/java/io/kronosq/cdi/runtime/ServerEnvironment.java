package io.kronosq.cdi.runtime;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Tells whether an application server surrounds us. */
final class ServerEnvironment {
  /** Named, not linked: outside a server the class is missing. */
  private static final String SERVLET_CONTEXT = "jakarta.servlet.ServletContext";

  private ServerEnvironment() {}

  /**
   * @param initialized what the initialization of the application scope tells: the servlet context
   *     of a web application
   */
  static boolean isPresent(Object initialized) {
    return isServletContext(initialized.getClass()) || hasApplicationName();
  }

  private static boolean isServletContext(Class<?> type) {
    for (Class<?> level = type; level != null; level = level.getSuperclass()) {
      for (Class<?> shown : level.getInterfaces()) {
        if (shown.getName().equals(SERVLET_CONTEXT) || isServletContext(shown)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean hasApplicationName() {
    try {
      return InitialContext.doLookup("java:app/AppName") != null;
    } catch (NamingException e) {
      return false;
    }
  }
}
