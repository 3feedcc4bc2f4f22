package io.kronosq.it.services;

import io.kronosq.cdi.KronosHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** A handler without a role. */
@ApplicationScoped
public class StrangerHandler {
  @Inject private Vault vault;

  /** Calls what only a role may call. */
  @KronosHandler("vault:stranger")
  public String open() {
    return vault.open();
  }
}
