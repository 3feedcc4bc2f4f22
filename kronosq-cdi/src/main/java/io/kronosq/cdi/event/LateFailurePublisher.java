package io.kronosq.cdi.event;

import io.kronosq.cdi.TaskNotEnqueued;
import io.kronosq.cdi.handler.RequestScope;
import io.kronosq.client.LateFailureListener;
import io.kronosq.client.PreparedTask;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import jakarta.enterprise.inject.spi.BeanManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells log and observers of tasks that were not stored although their transaction committed. */
public final class LateFailurePublisher implements LateFailureListener {
  private static final Logger LOG = LoggerFactory.getLogger(LateFailurePublisher.class);

  private final BeanManager beanManager;
  private final RequestScope requestScope;

  /**
   * @param beanManager of the application
   */
  public LateFailurePublisher(BeanManager beanManager) {
    this.beanManager = beanManager;
    requestScope = new RequestScope(beanManager);
  }

  @Override
  public void onFailure(PreparedTask task, EnqueueException reason) {
    String id = task.task().id();
    if (reason instanceof DuplicateTaskException) {
      LOG.info("After its transaction: {} (type '{}')", reason.getMessage(), task.type());
    } else {
      LOG.error(
          "Task {} of type '{}' for queue '{}' was enqueued in a transaction that was committed, but"
              + " is not stored for certain: {}",
          id,
          task.type(),
          task.queue(),
          reason.getMessage());
    }
    TaskNotEnqueued event = new TaskNotEnqueued(task.ref(), task.type(), reason);
    try {
      requestScope.run(() -> beanManager.getEvent().select(TaskNotEnqueued.class).fire(event));
    } catch (Exception | LinkageError e) {
      LOG.error("An observer failed for task {}, which was not enqueued", id, e);
    }
  }
}
