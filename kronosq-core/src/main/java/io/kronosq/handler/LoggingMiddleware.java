package io.kronosq.handler;

import io.kronosq.time.TimeSource;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs start (debug), success (info) and failure (warn) of each attempt with its duration in ms;
 * never the payload.
 */
public final class LoggingMiddleware implements TaskMiddleware {
  private static final Logger LOG = LoggerFactory.getLogger(LoggingMiddleware.class);

  private final TimeSource time = TimeSource.system();

  @Override
  public TaskHandler wrap(TaskHandler next) {
    return context -> {
      long started = started(context);
      try {
        next.handle(context);
      } catch (Throwable failure) {
        ended(context, started, failure);
        throw failure;
      }
      ended(context, started, null);
    };
  }

  @Override
  public AsyncTaskHandler wrapAsync(AsyncTaskHandler next) {
    return context -> {
      long started = started(context);
      CompletionStage<?> stage;
      try {
        stage = next.handle(context);
      } catch (Throwable failure) {
        ended(context, started, failure);
        throw failure;
      }
      return stage.whenComplete((value, failure) -> ended(context, started, failure));
    };
  }

  private long started(TaskContext context) {
    LOG.debug("Task {} of type {} started", context.taskId(), context.type());
    return time.nanos();
  }

  private void ended(TaskContext context, long started, @Nullable Throwable failure) {
    long millis = (time.nanos() - started) / 1_000_000;
    if (failure == null) {
      LOG.info("Task {} of type {} succeeded in {} ms", context.taskId(), context.type(), millis);
    } else {
      LOG.warn(
          "Task {} of type {} failed after {} ms: {}",
          context.taskId(),
          context.type(),
          millis,
          ResumedHandler.cause(failure).toString());
    }
  }
}
