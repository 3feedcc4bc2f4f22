package io.kronosq.it.mistaken;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;

/** A mistake in every handler. */
@ApplicationScoped
public class MistakenHandlers {
  /** One of two. */
  @KronosHandler("mistaken:twice")
  public void first() {}

  /** The other. */
  @KronosHandler("mistaken:twice")
  public void second() {}

  /** Can't be called so. */
  @KronosHandler("mistaken:parameters")
  public void parameters(String one, Integer other) {}

  /** Nobody serves its queue. */
  @KronosHandler(value = "mistaken:queue", queue = "nowhere")
  public void queue() {}
}
