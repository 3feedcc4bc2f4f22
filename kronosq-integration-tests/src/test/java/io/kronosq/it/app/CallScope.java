package io.kronosq.it.app;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** Lives for one call. */
@RequestScoped
public class CallScope {
  @Inject private Journal journal;

  private int uses;

  /** How often it was used, this time included. */
  public int use() {
    return ++uses;
  }

  @PreDestroy
  void end() {
    journal.note("call scope destroyed", uses);
  }
}
