package io.kronosq.it.app;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.handler.SkipRetryException;
import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Handlers in a session bean without an interface. */
@Stateless
public class StatelessHandler {
  @Inject private Journal journal;
  @Resource private SessionContext session;

  /** Runs in the container's transaction. */
  @KronosHandler("stateless")
  public void handle(Mail mail) {
    journal.note("stateless", mail.to() + ", to be rolled back: " + session.getRollbackOnly());
  }

  /** Fails for good. */
  @KronosHandler("stateless:failing")
  public void fail() {
    throw new SkipRetryException("no such mailbox");
  }
}
