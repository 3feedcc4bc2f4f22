package io.kronosq.cdi.runtime;

import java.util.concurrent.Executor;

/**
 * What runs handlers and observers.
 *
 * @param threads runs actions in the application's context, whatever thread hands them over
 * @param description what it is and why it was chosen
 * @param release gives up what is our own
 */
record HandlerExecutor(Executor threads, String description, Runnable release)
    implements AutoCloseable {
  @Override
  public void close() {
    release.run();
  }
}
