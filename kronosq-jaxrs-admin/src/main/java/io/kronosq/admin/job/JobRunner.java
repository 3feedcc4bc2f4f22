package io.kronosq.admin.job;

import io.kronosq.BulkRunner;
import io.kronosq.admin.thread.ServerThreads;
import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.store.TaskStore;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import org.jspecify.annotations.Nullable;

/**
 * Runs bulk jobs in this application: those that are started here, and those that another server
 * left behind when it died.
 */
@ApplicationScoped
public class JobRunner {
  @Inject private KronosExtension extension;
  @Inject private Instance<TaskStore> store;

  private @Nullable BulkRunner running;

  void start(
      @Observes
          @Priority(Interceptor.Priority.PLATFORM_AFTER + 100)
          @Initialized(ApplicationScoped.class) Object event) {
    if (extension.deployment().config().enabled()) {
      open();
    }
  }

  private synchronized void open() {
    running = BulkRunner.start(store.get(), ServerThreads.factory());
  }

  /** Has a job that was just started begin at once. */
  public synchronized void wake() {
    if (running != null) {
      running.wake();
    }
  }

  /** Gives its job back while the store is still open. */
  synchronized void stop(
      @Observes
          @Priority(Interceptor.Priority.PLATFORM_BEFORE)
          @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    if (running != null) {
      running.close();
      running = null;
    }
  }
}
