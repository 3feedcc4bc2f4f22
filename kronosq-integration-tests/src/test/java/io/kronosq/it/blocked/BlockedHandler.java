package io.kronosq.it.blocked;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Waits. */
@ApplicationScoped
public class BlockedHandler {
  @Inject private Gate gate;

  /** Returns once the gate opens. */
  @KronosHandler(value = "blocked", queue = "blocked")
  public void handle() throws InterruptedException {
    gate.enter();
  }

  /** Returns at once. */
  @KronosHandler("passing")
  public void pass() {}
}
