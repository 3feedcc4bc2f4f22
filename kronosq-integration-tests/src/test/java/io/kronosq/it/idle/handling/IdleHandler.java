package io.kronosq.it.idle.handling;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;

/** Is never called. */
@ApplicationScoped
public class IdleHandler {
  /** Would take the task. */
  @KronosHandler("idle:task")
  public void handle(String text) {}
}
