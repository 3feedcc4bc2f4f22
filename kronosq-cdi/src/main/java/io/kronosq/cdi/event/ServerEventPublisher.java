package io.kronosq.cdi.event;

import io.kronosq.cdi.handler.RequestScope;
import io.kronosq.event.ServerEvent;
import io.kronosq.event.ServerEventListener;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the application's observers of server events, which are few. */
public final class ServerEventPublisher implements ServerEventListener {
  private static final Logger LOG = LoggerFactory.getLogger(ServerEventPublisher.class);

  private final BeanManager beanManager;
  private final RequestScope requestScope;
  private final NotificationOptions asynchronously;

  /**
   * @param beanManager of the application
   * @param requestScope of the same application
   * @param executor runs the asynchronous observers
   */
  public ServerEventPublisher(
      BeanManager beanManager, RequestScope requestScope, Executor executor) {
    this.beanManager = beanManager;
    this.requestScope = requestScope;
    asynchronously = NotificationOptions.ofExecutor(executor);
  }

  @Override
  public void onEvent(ServerEvent event) {
    boolean asynchronous = false;
    // Event.fire would stop at the first observer that throws.
    for (ObserverMethod<? super ServerEvent> observer : beanManager.resolveObserverMethods(event)) {
      if (observer.isAsync()) {
        asynchronous = true;
      } else {
        notify(observer, event);
      }
    }
    if (asynchronous) {
      beanManager
          .getEvent()
          .select(ServerEvent.class)
          .fireAsync(event, asynchronously)
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  LOG.error("An asynchronous observer failed for {}", event.type(), failure);
                }
              });
    }
  }

  private void notify(ObserverMethod<? super ServerEvent> observer, ServerEvent event) {
    try {
      requestScope.run(() -> observer.notify(event));
    } catch (Exception | LinkageError | AssertionError e) {
      LOG.error(
          "An observer in {} failed for {}", observer.getBeanClass().getName(), event.type(), e);
    }
  }
}
