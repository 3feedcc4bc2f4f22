package io.kronosq.it.app;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.handler.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Handlers in a bean that all calls share. */
@ApplicationScoped
public class ScopedHandlers {
  @Inject private Journal journal;

  /** Takes a record and the context, and has a result. */
  @KronosHandler("scoped:record")
  public Mail forward(Mail mail, TaskContext task) {
    journal.note("scoped:record", mail);
    journal.note("scoped:record context", task.taskId());
    return new Mail("forwarded " + mail.to(), mail.copies() + 1, mail.day());
  }

  /** Takes a list. */
  @KronosHandler("scoped:list")
  public void all(List<Mail> mails) {
    journal.note("scoped:list", mails);
  }

  /** Takes nothing. */
  @KronosHandler("scoped:none")
  public void none() {
    journal.note("scoped:none", "called");
  }

  /** Takes any type that starts so, and its bytes. */
  @KronosHandler("scoped:any:*")
  public void any(byte[] payload, TaskContext task) {
    journal.note(task.type(), payload);
  }
}
