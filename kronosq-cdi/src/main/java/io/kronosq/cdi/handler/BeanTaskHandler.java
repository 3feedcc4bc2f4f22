package io.kronosq.cdi.handler;

import io.kronosq.handler.AsyncTaskHandler;
import io.kronosq.handler.TaskContext;
import io.kronosq.task.PayloadException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a handler method of a bean: a reference of its own for each call, in a request context of
 * its own, so that dependent objects end with the call. Where the method returns a stage, the
 * request context ends with the method, and dependent objects with the stage.
 */
public final class BeanTaskHandler implements AsyncTaskHandler {
  private static final Logger LOG = LoggerFactory.getLogger(BeanTaskHandler.class);
  private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(null);

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
  public CompletionStage<?> handle(TaskContext context) throws Exception {
    Call call = new Call(context, arguments(context));
    requestScope.run(call);
    return call.stage;
  }

  /** One call, and what it needs until it ends. */
  private final class Call implements RequestScope.Action {
    private final TaskContext context;
    private final @Nullable Object[] arguments;
    private final CreationalContext<?> creation =
        beanManager.createCreationalContext(definition.bean());
    private CompletionStage<?> stage = DONE;

    Call(TaskContext context, @Nullable Object[] arguments) {
      this.context = context;
      this.arguments = arguments;
    }

    @Override
    public void run() throws Exception {
      boolean goesOn = false;
      try {
        Object result = invoke();
        if (result instanceof CompletionStage<?> later) {
          goesOn = isDependent();
          stage = goesOn ? releasedAfter(later) : later;
        } else if (result != null) {
          context.result(result);
        } else if (isAsynchronous()) {
          throw new IllegalStateException(
              definition.name()
                  + " returned null: return a stage, a completed one when there is nothing to wait"
                  + " for");
        }
      } finally {
        if (!goesOn) {
          creation.release();
        }
      }
    }

    private @Nullable Object invoke() throws Exception {
      ClientView view = definition.view();
      try {
        return view.method()
            .invoke(beanManager.getReference(definition.bean(), view.type(), creation), arguments);
      } catch (InvocationTargetException | RuntimeException e) {
        Throwable failure = HandlerFailure.unwrap(e);
        if (failure instanceof Error error) {
          throw error;
        }
        throw failure instanceof Exception exception ? exception : e;
      }
    }

    /** The outcome of a stage, told only when the objects of the call have ended. */
    private CompletionStage<?> releasedAfter(CompletionStage<?> later) {
      CompletableFuture<@Nullable Object> released = new CompletableFuture<>();
      later.whenCompleteAsync(
          (value, failure) -> {
            release();
            if (failure == null) {
              released.complete(value);
            } else {
              released.completeExceptionally(failure);
            }
          },
          context.executor());
      context.onCancel(() -> later.toCompletableFuture().cancel(true));
      // What others cancel must not end before the objects of the call do.
      return released.minimalCompletionStage();
    }

    private void release() {
      try {
        requestScope.run(creation::release);
      } catch (Exception e) {
        LOG.warn("The objects of a call of {} did not end well", definition.name(), e);
      }
    }
  }

  private boolean isDependent() {
    return definition.bean().getScope() == Dependent.class;
  }

  private boolean isAsynchronous() {
    return CompletionStage.class.isAssignableFrom(definition.view().method().getReturnType());
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
