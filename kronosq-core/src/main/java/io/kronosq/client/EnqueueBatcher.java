package io.kronosq.client;

import io.kronosq.store.Confirmation;
import io.kronosq.store.NewTask;
import io.kronosq.store.TaskStore;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent enqueues share round trips: a call goes out at once if none is under way for its
 * queue, and what arrives meanwhile goes out together with the next.
 */
public final class EnqueueBatcher {
  private final TaskStore store;
  private final Duration timeout;
  private final TimeSource time;
  private final EnqueueMeter meter;
  private final Map<Lane, QueueBatcher> lanes = new ConcurrentHashMap<>();

  /** What may travel together: tasks of one queue that wait for the same, and of one outbox. */
  private record Lane(String queue, Confirmation confirmation, @Nullable String outbox) {}

  /**
   * @param store where tasks go
   * @param timeout how long a task may wait to be sent
   * @param time tells when that is over
   */
  public EnqueueBatcher(TaskStore store, Duration timeout, TimeSource time) {
    this.store = store;
    this.timeout = timeout;
    this.time = time;
    meter = new EnqueueMeter(store.metrics());
  }

  /**
   * Sends an enqueue as soon as possible; it completes when the store has answered.
   *
   * @param enqueue not yet submitted
   */
  public void submit(PendingEnqueue enqueue) {
    meter.watch(enqueue);
    enqueue.expiresAt = time.nanos() + timeout.toNanos();
    QueueBatcher lane = lane(enqueue);
    lane.add(enqueue);
    lane.flushSoon();
  }

  /**
   * Sends enqueues as soon as possible; each completes when the store has answered.
   *
   * @param enqueues not yet submitted
   */
  public void submitAll(List<PendingEnqueue> enqueues) {
    long expiresAt = time.nanos() + timeout.toNanos();
    for (PendingEnqueue enqueue : enqueues) {
      meter.watch(enqueue);
      enqueue.expiresAt = expiresAt;
      lane(enqueue).add(enqueue);
    }
    enqueues.stream().map(this::lane).distinct().forEach(QueueBatcher::flushSoon);
  }

  /**
   * How long a caller waits for an enqueue.
   *
   * @param enqueue submitted here
   * @return at least 1 ms
   */
  public Duration timeLeft(PendingEnqueue enqueue) {
    return Duration.ofNanos(Math.max(1_000_000, enqueue.expiresAt - time.nanos()));
  }

  private QueueBatcher lane(PendingEnqueue enqueue) {
    NewTask.Row row = enqueue.task().row();
    Lane lane =
        new Lane(enqueue.queue(), enqueue.confirmation(), row == null ? null : row.outbox());
    QueueBatcher known = lanes.get(lane);
    return known != null
        ? known
        : lanes.computeIfAbsent(
            lane, of -> new QueueBatcher(store, of.queue(), of.confirmation(), time));
  }
}
