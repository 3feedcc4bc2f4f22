package io.kronosq.it.app;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** A bean that is a handler itself. */
@ApplicationScoped
@KronosHandler("plain")
public class PlainHandler implements TaskHandler {
  @Inject private Journal journal;

  @Override
  public void handle(TaskContext task) {
    journal.note("plain", task.payload(Mail.class));
  }
}
