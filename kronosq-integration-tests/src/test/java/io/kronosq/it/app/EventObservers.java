package io.kronosq.it.app;

import static io.kronosq.event.TaskEventType.ARCHIVED;
import static io.kronosq.event.TaskEventType.STARTED;
import static io.kronosq.event.TaskEventType.SUCCEEDED;

import io.kronosq.cdi.TaskLifecycle;
import io.kronosq.cdi.TaskType;
import io.kronosq.event.TaskEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;

/** Observers of task events. */
@ApplicationScoped
public class EventObservers {
  @Inject private Journal journal;

  void started(@Observes @TaskLifecycle(STARTED) @TaskType("plain") TaskEvent event) {
    journal.note("plain started", event);
  }

  void succeeded(@Observes @TaskLifecycle(SUCCEEDED) TaskEvent event) {
    journal.note("succeeded " + event.taskId(), event);
  }

  void succeededAsync(@ObservesAsync @TaskLifecycle(SUCCEEDED) @TaskType("plain") TaskEvent event) {
    journal.note("plain succeeded", event);
  }

  void archived(@Observes @TaskLifecycle(ARCHIVED) TaskEvent event) {
    journal.note("archived " + event.taskId(), event);
  }

  void archivedAsync(
      @ObservesAsync @TaskLifecycle(ARCHIVED) @TaskType("stateless:failing") TaskEvent event) {
    journal.note("failing archived", event);
  }
}
