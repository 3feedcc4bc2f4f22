package io.kronosq.metric;

import io.kronosq.task.QueueInfo;
import java.util.List;

/**
 * Told what the engine does while it does it, so that it can be counted and measured. It is given
 * to a store, and hears of all that clients, servers and schedules do on that store.
 *
 * <p>Calls come from the threads that do the work, several at a time. They must return at once;
 * what they throw is logged once and costs no task.
 */
public interface MetricsListener {
  /** Hears nothing; then nothing is measured either. */
  MetricsListener NONE = new MetricsListener() {};

  /**
   * An enqueue has ended. Tasks that can't be enqueued because their payload can't be written are
   * not told.
   *
   * @param type the task's type
   * @param queue the queue's name
   * @param result what became of it
   */
  default void enqueued(String type, String queue, EnqueueResult result) {}

  /**
   * The handler of a task is about to start for the first time.
   *
   * @param type the task's type
   * @param queue the queue's name
   * @param nanos since the task was enqueued, or since it was due; by the enqueuing machine's clock
   *     and Redis' clock
   */
  default void waited(String type, String queue, long nanos) {}

  /**
   * A handler has ended, in whatever way.
   *
   * @param type the task's type
   * @param queue the queue's name
   * @param nanos how long it ran
   */
  default void ran(String type, String queue, long nanos) {}

  /**
   * What became of an attempt is stored.
   *
   * @param type the task's type; empty when its envelope can't be read
   * @param queue the queue's name
   * @param result what became of it
   */
  default void settled(String type, String queue, AttemptResult result) {}

  /**
   * A task of a dead server was taken back.
   *
   * @param queue the queue's name
   */
  default void recovered(String queue) {}

  /**
   * This server lost its lease for a queue or a partition of it.
   *
   * @param queue the queue's name
   */
  default void leaseLost(String queue) {}

  /** An event was dropped, because listeners were too slow for it. */
  default void eventDropped() {}

  /**
   * Redis has answered a call.
   *
   * @param nanos from when the call was handed to the connection until its answer arrived
   */
  default void redisAnswered(long nanos) {}

  /** A call to Redis failed, or could not be made. */
  default void redisFailed() {}

  /** A connection to Redis was lost; it is opened again by itself. */
  default void connectionLost() {}

  /**
   * The queues were looked at, see {@link io.kronosq.QueueMonitor}.
   *
   * @param queues all of them, by name; empty when there are none, or when they could not be asked
   */
  default void observed(List<QueueInfo> queues) {}
}
