package io.kronosq.testkit;

import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.PeriodicTaskManager;
import io.kronosq.Scheduler;
import io.kronosq.cdi.runtime.EngineSubstitute;
import io.kronosq.store.TaskStore;
import io.kronosq.task.PayloadCodec;
import io.kronosq.time.TimeSource;

/** Hands a CDI application over to the test that drives it. */
final class DrivenApplication implements EngineSubstitute {
  private final TestKronos kronos;

  DrivenApplication(TestKronos kronos) {
    this.kronos = kronos;
  }

  @Override
  public TaskStore store() {
    return kronos.store();
  }

  @Override
  public TimeSource time() {
    return kronos.clock();
  }

  @Override
  public void opened(KronosClient client, PayloadCodec codec) {
    kronos.uses(client, codec);
  }

  @Override
  public void serve(KronosServer.Builder server) {
    kronos.engine().serve(server);
  }

  @Override
  public void schedule(Scheduler scheduler) {
    kronos.engine().schedule(scheduler);
  }

  @Override
  public void provide(PeriodicTaskManager manager) {
    kronos.engine().provide(manager);
  }

  @Override
  public String toString() {
    return "the test";
  }
}
