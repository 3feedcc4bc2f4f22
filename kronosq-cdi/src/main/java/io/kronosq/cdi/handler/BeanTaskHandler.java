package io.kronosq.cdi.handler;

import io.kronosq.handler.TaskContext;
import io.kronosq.handler.TaskHandler;
import io.kronosq.task.PayloadException;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls a handler method of a bean: a reference of its own for each call, in a request context of
 * its own, so that dependent objects end with the call.
 */
public final class BeanTaskHandler implements TaskHandler {
  private final HandlerDefinition definition;
  private final BeanManager beanManager;
  private final RequestScope requestScope;

  /**
   * @param definition the handler
   * @param beanManager of the application
   * @param requestScope of the same application
   */
  public BeanTaskHandler(
      HandlerDefinition definition, BeanManager beanManager, RequestScope requestScope) {
    this.definition = definition;
    this.beanManager = beanManager;
    this.requestScope = requestScope;
    // The class of the bean need not be public, only its method.
    definition.view().method().trySetAccessible();
  }

  @Override
  public void handle(TaskContext context) throws Exception {
    @Nullable Object[] arguments = arguments(context);
    requestScope.run(
        () -> {
          Object result = call(arguments);
          if (result != null) {
            context.result(result);
          }
        });
  }

  private @Nullable Object call(@Nullable Object[] arguments) throws Exception {
    Bean<?> bean = definition.bean();
    Method method = definition.view().method();
    CreationalContext<?> creation = beanManager.createCreationalContext(bean);
    try {
      return method.invoke(
          beanManager.getReference(bean, definition.view().type(), creation), arguments);
    } catch (InvocationTargetException | RuntimeException e) {
      Throwable failure = HandlerFailure.unwrap(e);
      if (failure instanceof Error error) {
        throw error;
      }
      throw failure instanceof Exception exception ? exception : e;
    } finally {
      creation.release();
    }
  }

  private @Nullable Object[] arguments(TaskContext context) {
    List<Argument> sources = definition.arguments();
    @Nullable Object[] arguments = new Object[sources.size()];
    for (int i = 0; i < arguments.length; i++) {
      try {
        arguments[i] = sources.get(i).of(context);
      } catch (PayloadException e) {
        throw new PayloadException(
            definition.name()
                + " can't process a task of type '"
                + context.type()
                + "': "
                + e.getMessage(),
            e.getCause());
      }
    }
    return arguments;
  }
}
