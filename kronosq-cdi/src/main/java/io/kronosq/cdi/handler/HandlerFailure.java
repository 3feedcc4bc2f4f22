package io.kronosq.cdi.handler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;

/** What a handler really threw, out of the wrappers that reflection and the EJB container add. */
final class HandlerFailure {
  /** Named, not linked: a server without session beans lacks the class. */
  private static final String EJB_EXCEPTION = "jakarta.ejb.EJBException";

  private HandlerFailure() {}

  static Throwable unwrap(Throwable thrown) {
    Throwable failure = thrown;
    Throwable cause = failure.getCause();
    while (cause != null && cause != failure && isWrapper(failure)) {
      failure = cause;
      cause = failure.getCause();
    }
    return failure;
  }

  private static boolean isWrapper(Throwable failure) {
    if (failure instanceof InvocationTargetException
        || failure instanceof UndeclaredThrowableException) {
      return true;
    }
    for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(EJB_EXCEPTION)) {
        return true;
      }
    }
    return false;
  }
}
