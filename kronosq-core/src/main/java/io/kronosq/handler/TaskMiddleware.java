package io.kronosq.handler;

/** Wraps handlers with what many of them need. The first one registered is the outermost. */
@FunctionalInterface
public interface TaskMiddleware {
  /**
   * Called once for each handler, when it is routed.
   *
   * @param next the handler to call
   * @return the wrapped handler
   */
  TaskHandler wrap(TaskHandler next);

  /**
   * Called once for each asynchronous handler, when it is routed. The stage of the handler ends on
   * the server's executor; middleware sees the outcome there, as in {@code
   * next.handle(context).whenComplete(…)}. Unless overridden, asynchronous handlers are refused,
   * because their outcome is not known when {@link #wrap}'s handler returns.
   *
   * @param next the handler to call
   * @return the wrapped handler
   * @throws UnsupportedOperationException unless overridden
   */
  default AsyncTaskHandler wrapAsync(AsyncTaskHandler next) {
    throw new UnsupportedOperationException(
        getClass().getName()
            + " is no middleware for asynchronous handlers: override wrapAsync, or route them before"
            + " it is used");
  }
}
