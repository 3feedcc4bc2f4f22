package io.kronosq.schedule;

import io.kronosq.task.EnqueueOptions;
import io.kronosq.task.Names;
import java.time.Duration;
import java.util.Map;

/**
 * The task that a schedule enqueues.
 *
 * @param type see {@link Names#checkType}
 * @param payload the payload's bytes; do not modify
 * @param queue its queue
 * @param maxRetry retries allowed
 * @param timeout limit of one attempt; zero means none
 * @param retention how long it is kept once completed; zero means not at all
 * @param headers that travel with it, besides those that name schedule and tick
 */
public record ScheduledTask(
    String type,
    byte[] payload,
    String queue,
    int maxRetry,
    Duration timeout,
    Duration retention,
    Map<String, String> headers) {
  /** Checks type and queue. */
  public ScheduledTask {
    Names.checkType(type);
    Names.checkQueue(queue);
    headers = Map.copyOf(headers);
  }

  static ScheduledTask of(String type, byte[] payload, EnqueueOptions options) {
    return new ScheduledTask(
        type,
        payload,
        options.queue(),
        options.maxRetry(),
        options.timeout(),
        options.retention(),
        options.headers());
  }
}
