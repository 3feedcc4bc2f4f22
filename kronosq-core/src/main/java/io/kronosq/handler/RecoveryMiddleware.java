package io.kronosq.handler;

import io.kronosq.task.KronosException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Turns errors that a handler lets through ({@link StackOverflowError}, {@link AssertionError},
 * {@link LinkageError}) into an ordinary failure, so that middleware around it, which often catches
 * only exceptions, treats them as one. Errors of the virtual machine itself, such as {@link
 * OutOfMemoryError}, go through.
 */
public final class RecoveryMiddleware implements TaskMiddleware {
  @Override
  public TaskHandler wrap(TaskHandler next) {
    return context -> {
      try {
        next.handle(context);
      } catch (StackOverflowError | AssertionError | LinkageError error) {
        throw ordinary(context, error);
      }
    };
  }

  @Override
  public AsyncTaskHandler wrapAsync(AsyncTaskHandler next) {
    return context -> {
      CompletionStage<?> stage;
      try {
        stage = next.handle(context);
      } catch (StackOverflowError | AssertionError | LinkageError error) {
        throw ordinary(context, error);
      }
      return stage.handle((value, failure) -> recovered(context, value, failure));
    };
  }

  private static @Nullable Object recovered(
      TaskContext context, @Nullable Object value, @Nullable Throwable failure) {
    if (failure == null) {
      return value;
    }
    Throwable cause = ResumedHandler.cause(failure);
    boolean recoverable =
        cause instanceof StackOverflowError
            || cause instanceof AssertionError
            || cause instanceof LinkageError;
    throw new CompletionException(recoverable ? ordinary(context, cause) : cause);
  }

  private static KronosException ordinary(TaskContext context, Throwable error) {
    return new KronosException(
        "The handler of task type '" + context.type() + "' ended with " + error, error);
  }
}
