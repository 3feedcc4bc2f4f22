package io.kronosq.cdi.handler;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;

/** Runs actions in a request context of their own. Safe for use by many threads. */
public final class RequestScope {
  private final BeanManager beanManager;
  private final Bean<?> controllerBean;

  /**
   * @param beanManager of the application
   */
  public RequestScope(BeanManager beanManager) {
    this.beanManager = beanManager;
    controllerBean = beanManager.resolve(beanManager.getBeans(RequestContextController.class));
  }

  /** Something to do in a request context. */
  @FunctionalInterface
  public interface Action {
    /** Does it. */
    void run() throws Exception;
  }

  /**
   * Runs an action in a new request context, which ends with it; in the one at hand where this
   * thread has one already.
   *
   * @param action what to do
   * @throws Exception what the action throws
   */
  public void run(Action action) throws Exception {
    CreationalContext<?> creation = beanManager.createCreationalContext(controllerBean);
    try {
      // A controller knows whether it was the one that activated, so each call needs its own.
      RequestContextController controller =
          (RequestContextController)
              beanManager.getReference(controllerBean, RequestContextController.class, creation);
      boolean activated = controller.activate();
      try {
        action.run();
      } finally {
        if (activated) {
          controller.deactivate();
        }
      }
    } finally {
      creation.release();
    }
  }
}
