package io.kronosq.it.app;

import io.kronosq.KronosClient;
import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Handlers that enqueue. */
@ApplicationScoped
public class Chain {
  @Inject private KronosClient client;
  @Inject private Enqueuer enqueuer;
  @Inject private Journal journal;

  /** Enqueues itself. */
  @KronosHandler("chain:first")
  public void first(String text) {
    client.enqueue("chain:second", text + ", second");
  }

  /** Lets a session bean enqueue. */
  @KronosHandler("chain:second")
  public void second(String text) {
    enqueuer.enqueue("chain:third", text + ", third");
  }

  /** Ends it. */
  @KronosHandler("chain:third")
  public void third(String text) {
    journal.note("chain", text);
  }
}
