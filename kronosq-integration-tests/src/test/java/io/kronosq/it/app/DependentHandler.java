package io.kronosq.it.app;

import io.kronosq.cdi.KronosHandler;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** A handler in a bean that each call has for itself. */
@Dependent
public class DependentHandler {
  @Inject private Journal journal;

  private String called = "not called";

  /** Remembers its call. */
  @KronosHandler("dependent")
  public void handle(String text) {
    journal.note("dependent handled", called + " before " + text);
    called = text;
  }

  @PreDestroy
  void end() {
    journal.note("dependent destroyed", called);
  }
}
