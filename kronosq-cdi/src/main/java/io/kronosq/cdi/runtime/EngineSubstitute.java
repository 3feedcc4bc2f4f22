package io.kronosq.cdi.runtime;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.PeriodicTaskManager;
import io.kronosq.Scheduler;
import io.kronosq.store.TaskStore;
import io.kronosq.task.PayloadCodec;
import io.kronosq.time.TimeSource;

/**
 * Takes the place of the configured Redis, and of all that would take tasks by itself: where an
 * application has a bean of this type, its workers and schedules are not started but handed over.
 * That is for test kits.
 */
public interface EngineSubstitute {
  /** The store, in place of the configured one; stays open. */
  TaskStore store();

  /** Tells when tasks are enqueued. */
  TimeSource time();

  /**
   * The application has opened its client.
   *
   * @param client what it injects
   * @param codec writes and reads its payloads
   */
  void opened(KronosClient client, PayloadCodec codec);

  /**
   * The application has handlers.
   *
   * @param server what would be started, with all of the configuration
   */
  void serve(KronosServer.Builder server);

  /**
   * The application has schedules, or asks for the scheduler.
   *
   * @param scheduler not started; closed by the application
   */
  void schedule(Scheduler scheduler);

  /**
   * The application has a provider of periodic tasks.
   *
   * @param manager not started; closed by the application
   */
  void provide(PeriodicTaskManager manager);
}
