package io.kronosq.store;

import io.kronosq.metric.MetricsListener;
import io.kronosq.task.Durability;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The durable store as the engine sees it. Every call is one atomic step in the store, or a bounded
 * number of them, and answers on the {@link #loop()}; a failed one completes with {@link
 * StoreException}. Times are by the store's own clock.
 *
 * <p>A queue, for all calls but {@link #queues()}, is what {@link Layout} calls a partition: the
 * one of an unpartitioned queue has the queue's name, and {@link #partitions()} knows the others.
 */
public interface TaskStore extends AutoCloseable {
  /** Most elements of one call: tasks claimed, settled or enqueued. */
  int MAX_BATCH = 1_000;

  /** Where answers arrive. */
  Loop loop();

  /** Who is told of what is done on this store; never throws. */
  default MetricsListener metrics() {
    return MetricsListener.NONE;
  }

  /** Which partitions the queues have. */
  PartitionStore partitions();

  /**
   * Stores tasks as pending, or as scheduled when they are not due.
   *
   * @param queue the queue's name
   * @param tasks at most {@value #MAX_BATCH}
   * @return for each task that met another one, its index and what came of it; empty when all were
   *     stored as new ones. It fails with {@link StoreException.Kind#MOVED} when the partition is a
   *     former one and takes no task that {@link NewTask#isBound}; where that is so of some of
   *     these tasks only, {@link Encounter#MOVED} says of which
   */
  default CompletionStage<Map<Integer, Encounter>> enqueue(String queue, List<NewTask> tasks) {
    return enqueue(queue, tasks, Confirmation.NONE).thenApply(EnqueueReply::encounters);
  }

  /**
   * Stores tasks, and waits until they are durable.
   *
   * @param queue the queue's name
   * @param tasks at most {@value #MAX_BATCH}
   * @param confirmation what is waited for, and how long
   * @return which were refused, and whether the others are as durable as asked for
   */
  CompletionStage<EnqueueReply> enqueue(
      String queue, List<NewTask> tasks, Confirmation confirmation);

  /**
   * What keeps the store from confirming tasks that way at all, with the remedy; empty when nothing
   * is known to.
   *
   * @param durability how tasks would be confirmed
   */
  Optional<String> lacking(Durability durability);

  /**
   * Calls a listener on the loop whenever a task that is due was just sent to a queue through this
   * store, so that an idle worker of the same process need not wait to be woken by way of Redis.
   *
   * @param queue the queue's name
   * @param listener must not block
   * @return ends the calls
   */
  Registration onEnqueue(String queue, Runnable listener);

  /** A registered listener. */
  interface Registration {
    /** Ends the calls. */
    void remove();
  }

  /**
   * Settles outcomes, makes due tasks pending, and takes pending ones, in this order.
   *
   * @param request what to settle, and how many to take
   */
  CompletionStage<ClaimReply> claim(ClaimRequest request);

  /**
   * Stores what handlers tell of tasks that are active on the server.
   *
   * @param queue the queue's name
   * @param server the server's identity
   * @param notes at most {@value #MAX_BATCH}
   * @return ids that are not active on the server; nothing was stored for them
   */
  CompletionStage<Set<String>> note(String queue, String server, List<NewNotes> notes);

  /**
   * Waits until the queue may have work for an idle server. One waiting server is woken for one
   * arrival.
   *
   * @param queue the queue's name
   * @param atMost how long to wait
   * @return whether work arrived; false when the time is over
   */
  CompletionStage<Boolean> awaitWork(String queue, Duration atMost);

  /**
   * Takes a first lease for a server.
   *
   * @param queue the queue's name
   * @param server an identity never used before
   * @param lease how long it holds unless renewed
   */
  CompletionStage<LeaseReply> join(String queue, String server, Duration lease);

  /**
   * Renews a lease that was not given up or taken away.
   *
   * @param queue the queue's name
   * @param server the server's identity
   * @param lease how long it holds unless renewed
   */
  CompletionStage<LeaseReply> renew(String queue, String server, Duration lease);

  /**
   * Gives the lease up; the server must have no active task.
   *
   * @param queue the queue's name
   * @param server the server's identity
   */
  CompletionStage<Void> leave(String queue, String server);

  /**
   * Takes back a bounded chunk of the tasks of a server whose lease has lapsed. From the first call
   * on, that server's claims and outcomes are refused.
   *
   * @param queue the queue's name
   * @param deadServer its identity
   * @param policy what happens to the tasks
   */
  CompletionStage<Recovery> recover(String queue, String deadServer, RecoveryPolicy policy);

  /**
   * The ids that are active on a server.
   *
   * @param queue the queue's name
   * @param server the server's identity
   */
  CompletionStage<Set<String>> activeIds(String queue, String server);

  /**
   * Removes a bounded chunk of completed and archived tasks whose time is over.
   *
   * @param queue the queue's name
   * @param archive the archive's limits
   * @return how many were removed
   */
  CompletionStage<Long> expire(String queue, ArchiveLimits archive);

  /** The queues that have ever had a task, sorted by name. */
  CompletionStage<List<String>> queues();

  /**
   * A queue at this moment.
   *
   * @param queue the queue's name
   */
  CompletionStage<QueueInfo> queue(String queue);

  /**
   * A task, if there is one of this id.
   *
   * @param queue the queue's name
   * @param id the task's id
   */
  CompletionStage<Optional<TaskInfo>> task(String queue, String id);

  /**
   * Pauses or resumes a queue for all servers.
   *
   * @param queue the queue's name
   * @param paused whether workers leave it alone
   */
  CompletionStage<Void> pause(String queue, boolean paused);

  /** What servers tell of themselves. */
  ReportStore reports();

  /** Passes events on to those who watch. */
  FeedStore feed();

  /** Lists tasks, and does to them what operators ask. */
  InspectStore inspection();

  /** Where the limits of queues and keys are kept. */
  LimitStore limits();

  /** Where schedules are kept. */
  ScheduleStore schedules();

  /** What operators did. */
  AuditStore audit();

  /** Where bulk jobs are kept. */
  JobStore jobs();

  /** Closes all connections and ends the loop, within a few seconds. */
  @Override
  void close();
}
