package io.kronosq.client;

import io.kronosq.metric.EnqueueResult;
import io.kronosq.metric.MetricsListener;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.TaskRef;
import org.jspecify.annotations.Nullable;

/** Tells what becomes of enqueues. */
final class EnqueueMeter {
  private final MetricsListener metrics;

  /**
   * @param metrics who is told
   */
  EnqueueMeter(MetricsListener metrics) {
    this.metrics = metrics;
  }

  /** Tells of an enqueue when it has ended. */
  void watch(PendingEnqueue enqueue) {
    if (metrics != MetricsListener.NONE) {
      enqueue.whenComplete(
          (stored, failure) ->
              metrics.enqueued(enqueue.type(), enqueue.queue(), resultOf(stored, failure)));
    }
  }

  private static EnqueueResult resultOf(@Nullable TaskRef stored, @Nullable Throwable failure) {
    if (stored != null) {
      return stored.replaced() ? EnqueueResult.REPLACED : EnqueueResult.STORED;
    }
    if (failure instanceof DuplicateTaskException) {
      return EnqueueResult.DUPLICATE;
    }
    if (!(failure instanceof EnqueueException known)) {
      return EnqueueResult.UNKNOWN;
    }
    return switch (known.outcome()) {
      case NOT_WRITTEN -> EnqueueResult.FAILED;
      case UNKNOWN -> EnqueueResult.UNKNOWN;
      case WRITTEN_UNCONFIRMED -> EnqueueResult.UNCONFIRMED;
    };
  }
}
