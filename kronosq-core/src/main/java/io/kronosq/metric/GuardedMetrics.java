package io.kronosq.metric;

import io.kronosq.task.QueueInfo;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the failures of a listener from the work that it is told of. */
public final class GuardedMetrics implements MetricsListener {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedMetrics.class);

  private final MetricsListener listener;
  private final AtomicBoolean warned = new AtomicBoolean();

  private GuardedMetrics(MetricsListener listener) {
    this.listener = listener;
  }

  /**
   * A listener that throws nothing.
   *
   * @param listener may throw
   * @return {@link MetricsListener#NONE} for itself, so that nothing is measured for it
   */
  public static MetricsListener of(MetricsListener listener) {
    return listener == NONE || listener instanceof GuardedMetrics
        ? listener
        : new GuardedMetrics(listener);
  }

  private void guard(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | LinkageError e) {
      if (warned.compareAndSet(false, true)) {
        LOG.warn("Metrics are incomplete, because {} failed; said once", listener, e);
      }
    }
  }

  @Override
  public void enqueued(String type, String queue, EnqueueResult result) {
    guard(() -> listener.enqueued(type, queue, result));
  }

  @Override
  public void waited(String type, String queue, long nanos) {
    guard(() -> listener.waited(type, queue, nanos));
  }

  @Override
  public void ran(String type, String queue, long nanos) {
    guard(() -> listener.ran(type, queue, nanos));
  }

  @Override
  public void settled(String type, String queue, AttemptResult result) {
    guard(() -> listener.settled(type, queue, result));
  }

  @Override
  public void recovered(String queue) {
    guard(() -> listener.recovered(queue));
  }

  @Override
  public void leaseLost(String queue) {
    guard(() -> listener.leaseLost(queue));
  }

  @Override
  public void eventDropped() {
    guard(() -> listener.eventDropped());
  }

  @Override
  public void redisAnswered(long nanos) {
    guard(() -> listener.redisAnswered(nanos));
  }

  @Override
  public void redisFailed() {
    guard(() -> listener.redisFailed());
  }

  @Override
  public void connectionLost() {
    guard(() -> listener.connectionLost());
  }

  @Override
  public void observed(List<QueueInfo> queues) {
    guard(() -> listener.observed(queues));
  }
}
