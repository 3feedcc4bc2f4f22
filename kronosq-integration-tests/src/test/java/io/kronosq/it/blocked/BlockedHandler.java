package io.kronosq.it.blocked;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Waits. */
@ApplicationScoped
public class BlockedHandler {
  @Inject private Gate gate;

  /** Returns once the gate opens. */
  @KronosHandler("blocked")
  public void handle() throws InterruptedException {
    gate.enter();
  }
}
