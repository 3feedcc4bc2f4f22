package io.kronosq.it.redeploy;

import static io.kronosq.event.TaskEventType.SUCCEEDED;

import io.kronosq.cdi.TaskLifecycle;
import io.kronosq.cdi.TaskType;
import io.kronosq.event.TaskEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;

/** Tells the test of the events of one task type. */
@ApplicationScoped
public class EventWatcher {
  @Inject private ReceiptSender receipts;

  void now(@Observes @TaskLifecycle(SUCCEEDED) @TaskType("redeploy:ejb") TaskEvent event)
      throws Exception {
    receipts.send("observed");
  }

  void later(@ObservesAsync @TaskLifecycle(SUCCEEDED) @TaskType("redeploy:ejb") TaskEvent event)
      throws Exception {
    receipts.send("observed-async");
  }
}
