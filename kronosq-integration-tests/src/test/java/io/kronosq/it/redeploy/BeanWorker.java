package io.kronosq.it.redeploy;

import io.kronosq.KronosClient;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.handler.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Works in a CDI bean, with an interceptor and a task that follows. */
@ApplicationScoped
@Transactional
public class BeanWorker {
  @Inject private KronosClient client;
  @Inject private ReceiptSender receipts;

  /** Passes the work on to a session bean. */
  @KronosHandler("redeploy:bean")
  public String work(Work work, TaskContext task) throws Exception {
    receipts.send(work.name());
    client.enqueue("redeploy:ejb", new Work(work.name() + "-ejb", work.millis()));
    return task.taskId();
  }

  /** Takes its time. */
  @KronosHandler("redeploy:slow")
  public void workSlowly(Work work) throws Exception {
    Thread.sleep(work.millis());
    receipts.send(work.name());
  }
}
