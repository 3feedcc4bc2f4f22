package io.kronosq.handler;

import io.kronosq.task.KronosException;

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
        throw new KronosException(
            "The handler of task type '" + context.type() + "' ended with " + error, error);
      }
    };
  }
}
