package io.kronosq.handler;

import io.kronosq.time.TimeSource;
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
      LOG.debug("Task {} of type {} started", context.taskId(), context.type());
      long started = time.nanos();
      try {
        next.handle(context);
        LOG.info(
            "Task {} of type {} succeeded in {} ms",
            context.taskId(),
            context.type(),
            millisSince(started));
      } catch (Throwable failure) {
        LOG.warn(
            "Task {} of type {} failed after {} ms: {}",
            context.taskId(),
            context.type(),
            millisSince(started),
            failure.toString());
        throw failure;
      }
    };
  }

  private long millisSince(long nanos) {
    return (time.nanos() - nanos) / 1_000_000;
  }
}
