package io.kronosq.it.app;

import io.kronosq.cdi.KronosHandler;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** A handler in a session bean that shows only its interface. */
@Stateless
public class ReportsBean implements Reports {
  @Inject private Journal journal;

  @Override
  @KronosHandler("local")
  public String write(Mail mail) {
    journal.note("local", mail);
    return "written";
  }
}
