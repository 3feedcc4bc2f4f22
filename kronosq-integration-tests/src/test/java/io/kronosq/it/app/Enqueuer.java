package io.kronosq.it.app;

import io.kronosq.KronosClient;
import io.kronosq.task.TaskRef;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** A session bean with the client. */
@Stateless
public class Enqueuer {
  @Inject private KronosClient client;

  /** Enqueues. */
  public TaskRef enqueue(String type, Object payload) {
    return client.enqueue(type, payload);
  }

  /** Whether it can be called. */
  public boolean answers() {
    return true;
  }
}
