package io.kronosq.cdi.event;

import io.kronosq.cdi.TaskLifecycle;
import io.kronosq.cdi.TaskType;
import io.kronosq.cdi.handler.RequestScope;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventListener;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the application's observers of task events. */
public final class TaskEventPublisher implements TaskEventListener {
  private static final Logger LOG = LoggerFactory.getLogger(TaskEventPublisher.class);

  /** Events under way to asynchronous observers; more wait in the server's bounded buffer. */
  private static final int MAX_UNDER_WAY = 64;

  private final BeanManager beanManager;
  private final RequestScope requestScope;
  private final Observers observers;
  private final NotificationOptions asynchronously;
  private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);

  /**
   * @param beanManager of the application
   * @param requestScope of the same application
   * @param observers which kinds there are
   * @param executor runs the asynchronous ones
   */
  public TaskEventPublisher(
      BeanManager beanManager, RequestScope requestScope, Observers observers, Executor executor) {
    this.beanManager = beanManager;
    this.requestScope = requestScope;
    this.observers = observers;
    asynchronously = NotificationOptions.ofExecutor(executor);
  }

  @Override
  public void onEvent(TaskEvent event) {
    Annotation[] qualifiers = {
      TaskLifecycle.Literal.of(event.type()), TaskType.Literal.of(event.taskType())
    };
    if (observers.asynchronous()) {
      fireAsync(event, qualifiers);
    }
    if (observers.synchronous()) {
      // Event.fire would stop at the first observer that throws.
      for (ObserverMethod<? super TaskEvent> observer :
          beanManager.resolveObserverMethods(event, qualifiers)) {
        if (!observer.isAsync()) {
          notify(observer, event);
        }
      }
    }
  }

  private void notify(ObserverMethod<? super TaskEvent> observer, TaskEvent event) {
    try {
      requestScope.run(() -> observer.notify(event));
    } catch (Exception | LinkageError | AssertionError e) {
      LOG.error(
          "An observer in {} failed for {} of task {}",
          observer.getBeanClass().getName(),
          event.type(),
          event.taskId(),
          e);
    }
  }

  private void fireAsync(TaskEvent event, Annotation[] qualifiers) {
    try {
      underWay.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      beanManager
          .getEvent()
          .select(TaskEvent.class, qualifiers)
          .fireAsync(event, asynchronously)
          .whenComplete(
              (done, failure) -> {
                underWay.release();
                if (failure != null) {
                  logAsync(event, failure);
                }
              });
    } catch (RuntimeException e) {
      underWay.release();
      logAsync(event, e);
    }
  }

  private static void logAsync(TaskEvent event, Throwable failure) {
    LOG.error(
        "An asynchronous observer failed for {} of task {}", event.type(), event.taskId(), failure);
  }
}
