package io.kronosq.it.app;

import io.kronosq.cdi.KronosHandler;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;

/** A handler in a session bean of which there is one. */
@Singleton
public class SingletonHandler {
  @Inject private Journal journal;

  private int calls;

  /** Counts its calls, which come one at a time. */
  @KronosHandler("singleton")
  public void handle() {
    calls++;
    journal.note("singleton", calls);
  }
}
