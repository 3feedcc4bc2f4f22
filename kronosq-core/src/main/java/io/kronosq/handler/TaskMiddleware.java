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
}
