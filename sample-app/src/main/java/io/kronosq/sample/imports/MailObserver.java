package io.kronosq.sample.imports;

import io.kronosq.cdi.TaskLifecycle;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.sample.mail.ImportRow;
import io.kronosq.sample.mail.MailDelivered;
import io.kronosq.sample.mail.MailStarted;
import io.kronosq.task.TaskRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Tells each import what became of the mails of its rows. */
@ApplicationScoped
public class MailObserver {
  @Inject Imports imports;
  @Inject StartedTasks started;

  void onStarted(@Observes MailStarted event) {
    ImportRow row = event.mail().origin();
    if (row != null && imports.find(row.importId()).isPresent()) {
      started.add(event.task(), row);
    }
  }

  void onDelivered(@Observes MailDelivered event) {
    started.remove(event.task());
    ImportRow row = event.mail().origin();
    if (row != null) {
      imports.find(row.importId()).ifPresent(progress -> progress.delivered(row.row()));
    }
  }

  void onArchived(@Observes @TaskLifecycle(TaskEventType.ARCHIVED) TaskEvent event) {
    archived(new TaskRef(event.queue(), event.taskId()));
  }

  /** Counts the row of an archived task as failed. */
  void archived(TaskRef task) {
    ImportRow row = started.remove(task);
    if (row != null) {
      imports.find(row.importId()).ifPresent(progress -> progress.failed(row.row()));
    }
  }
}
