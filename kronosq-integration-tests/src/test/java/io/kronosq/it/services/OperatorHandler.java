package io.kronosq.it.services;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.it.app.Journal;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** A handler that calls other session beans in a role. */
@Stateless
@RunAs("operator")
@PermitAll
public class OperatorHandler {
  @Inject private Vault vault;
  @Inject private Journal journal;

  /** Calls what only the role may call. */
  @KronosHandler("vault:operator")
  public void open() {
    journal.note("vault", vault.open());
  }
}
