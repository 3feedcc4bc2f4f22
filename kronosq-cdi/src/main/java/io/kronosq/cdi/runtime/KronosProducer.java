package io.kronosq.cdi.runtime;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.Scheduler;
import io.kronosq.store.TaskStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/** What applications inject. Nothing is opened before it is used. */
@ApplicationScoped
public class KronosProducer {
  @Inject private KronosLifecycle lifecycle;

  /** Enqueues tasks; shared, and closed with the application. */
  @Produces
  @ApplicationScoped
  public KronosClient client() {
    return lifecycle.client();
  }

  /** The store, for other modules of Kronosq; shared, and closed with the application. */
  @Produces
  @ApplicationScoped
  public TaskStore store() {
    return lifecycle.store();
  }

  /**
   * Looks at queues and tasks.
   *
   * @param store shared, and closed with the application
   */
  @Produces
  @Dependent
  public Inspector inspector(TaskStore store) {
    return Inspector.of(store);
  }

  /**
   * Enqueues tasks at times, the application's schedules among them; stops with the application.
   */
  @Produces
  @Dependent
  public Scheduler scheduler() {
    return lifecycle.scheduler();
  }
}
