package io.kronosq.sample.monitor;

import io.kronosq.cdi.TaskLifecycle;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every attempt that failed. */
@ApplicationScoped
public class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

  void onFailure(@Observes @TaskLifecycle(TaskEventType.FAILED) TaskEvent event) {
    LOG.warn(
        "Task {} of type {} failed, {} of {} retries are spent: {}",
        event.taskId(),
        event.taskType(),
        event.retried(),
        event.maxRetry(),
        event.error());
  }
}
