package io.kronosq;

import static io.kronosq.store.Answers.await;

import io.kronosq.inspect.ActionResult;
import io.kronosq.inspect.ConcurrencySample;
import io.kronosq.inspect.GroupInfo;
import io.kronosq.inspect.QueueHistory;
import io.kronosq.inspect.RedisInfo;
import io.kronosq.inspect.ServerControl;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.inspect.TaskPage;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.schedule.Schedules;
import io.kronosq.store.ReportStore;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.Names;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at queues and tasks, and steers them, without a running server. Safe for use by many
 * threads.
 */
public final class Inspector implements AutoCloseable {
  private final TaskStore store;
  private final boolean ownsStore;
  private final WholeQueues queues;
  private final TaskPages pages;

  private Inspector(TaskStore store, boolean ownsStore) {
    this.store = store;
    this.ownsStore = ownsStore;
    queues = new WholeQueues(store);
    pages = new TaskPages(store);
  }

  /**
   * An inspector with a connection of its own, which closes with it.
   *
   * @param redis where Redis is
   */
  public static Inspector open(RedisConfig redis) {
    return new Inspector(RedisTaskStore.open(redis), true);
  }

  /**
   * An inspector on a store that others use too; it stays open.
   *
   * @param store an open store
   */
  public static Inspector of(TaskStore store) {
    return new Inspector(store, false);
  }

  /**
   * All queues that have ever had a task, by name.
   *
   * @throws StoreException when the store can't be asked
   */
  public List<QueueInfo> queues() {
    return queues.infos();
  }

  /**
   * A queue at this moment; all zero when it never had a task.
   *
   * @param queue the queue's name; here and everywhere, one that no queue can have is refused
   * @throws IllegalArgumentException when no queue can have that name
   * @throws StoreException when the store can't be asked
   */
  public QueueInfo queue(String queue) {
    return queues.info(queue);
  }

  /**
   * A task, if it is there; one that succeeded without retention is not.
   *
   * @param queue the queue's name
   * @param id the task's id
   * @throws StoreException when the store can't be asked
   */
  public Optional<TaskInfo> task(String queue, String id) {
    return queues.task(queue, id);
  }

  /**
   * A task of which only the id is known. Where queues have tasks of the same id, that of the first
   * queue by name is told.
   *
   * @param id the task's id
   * @throws StoreException when the store can't be asked
   */
  public Optional<TaskInfo> task(String id) {
    return queues.task(id);
  }

  /**
   * The tasks that a batch is made of, in the order in which they came: each with its own id,
   * payload, headers and options, and with the batch's state, attempts and notes. Redis is not
   * asked.
   *
   * @param task a batch; any other task is one of itself
   * @throws io.kronosq.task.PayloadException when the stored batch is damaged
   */
  public List<TaskInfo> batch(TaskInfo task) {
    return BatchTasks.of(task);
  }

  /**
   * A page of the tasks of a state. A page costs the same wherever it is.
   *
   * <p>Pages are stable while others come and go: a task that stays in its state from the first
   * page to the last one is on exactly one of them. A task that comes meanwhile is on one if its
   * place is behind what was listed. There are two exceptions, both for pending tasks: where
   * servers that stop or die give tasks back to the head while a page is being read, and where a
   * task was deleted or archived while pending and put back under the same id, a task may be listed
   * once more.
   *
   * @param query which tasks, and where to begin
   * @throws IllegalArgumentException when {@link TaskQuery#after} is not from such a page
   * @throws StoreException when the store can't be asked
   */
  public TaskPage tasks(TaskQuery query) {
    return pages.page(query, queues.partitions(query.queue()));
  }

  /**
   * The first 100 tasks of a state; see {@link #tasks(TaskQuery)}.
   *
   * @param queue the queue's name
   * @param state where the tasks stand
   * @throws StoreException when the store can't be asked
   */
  public TaskPage tasks(String queue, TaskState state) {
    return tasks(TaskQuery.of(queue, state));
  }

  /**
   * Makes a scheduled, retry or archived task pending now; see {@link TaskAction#RUN}.
   *
   * @param queue the queue's name
   * @param id the task's id
   * @return whether that was done, or why not
   * @throws StoreException when the store can't be asked
   */
  public ActionResult runTask(String queue, String id) {
    return queues.apply(TaskAction.RUN, queue, id);
  }

  /**
   * Gives an archived task all its retries anew; see {@link TaskAction#RETRY}.
   *
   * @param queue the queue's name
   * @param id the task's id
   * @return whether that was done, or why not
   * @throws StoreException when the store can't be asked
   */
  public ActionResult retryTask(String queue, String id) {
    return queues.apply(TaskAction.RETRY, queue, id);
  }

  /**
   * Archives a task that is not active; see {@link TaskAction#ARCHIVE}.
   *
   * @param queue the queue's name
   * @param id the task's id
   * @return whether that was done, or why not
   * @throws StoreException when the store can't be asked
   */
  public ActionResult archiveTask(String queue, String id) {
    return queues.apply(TaskAction.ARCHIVE, queue, id);
  }

  /**
   * Deletes a task that is not active; it will not be run after this has answered. See {@link
   * TaskAction#DELETE}.
   *
   * @param queue the queue's name
   * @param id the task's id
   * @return whether that was done, or why not
   * @throws StoreException when the store can't be asked
   */
  public ActionResult deleteTask(String queue, String id) {
    return queues.apply(TaskAction.DELETE, queue, id);
  }

  /**
   * The groups of tasks that wait to be processed together, those that are due first before others;
   * the first 1,000 of each partition.
   *
   * @param queue the queue's name
   * @throws StoreException when the store can't be asked
   */
  public List<GroupInfo> groups(String queue) {
    return queues.groups(queue);
  }

  /**
   * Makes the tasks of a group a pending batch now, before the group is due.
   *
   * @param queue the queue's name
   * @param type the type of its tasks
   * @param group the group's name
   * @return how many tasks it had; 0 when there is no such group
   * @throws StoreException when the store can't be asked
   */
  public long runGroup(String queue, String type, String group) {
    return queues.runGroup(queue, type, group);
  }

  /**
   * Prepares an action on all tasks of a state that match a filter: count first, then run it.
   *
   * @param action what to do
   * @param queue the queue's name
   * @param state where the tasks stand, one that the action is for
   * @param filter which of them are meant
   */
  public BulkAction bulk(TaskAction action, String queue, TaskState state, TaskFilter filter) {
    return new BulkAction(store, action, TaskQuery.of(queue, state).matching(filter));
  }

  /**
   * Keeps all servers from taking tasks of a queue. Running handlers go on.
   *
   * @param queue the queue's name
   * @throws StoreException when the store can't be asked
   */
  public void pauseQueue(String queue) {
    queues.pause(queue, true);
  }

  /**
   * Ends a pause.
   *
   * @param queue the queue's name
   * @throws StoreException when the store can't be asked
   */
  public void resumeQueue(String queue) {
    queues.pause(queue, false);
  }

  /**
   * Asks the server that runs a task to cancel it; see {@link TaskAction#CANCEL}.
   *
   * @param queue the queue's name
   * @param id the task's id
   * @return whether that was done, or why not
   * @throws StoreException when the store can't be asked
   */
  public ActionResult cancelTask(String queue, String id) {
    return queues.apply(TaskAction.CANCEL, queue, id);
  }

  /**
   * Deletes a queue with its history and settings, but for its number of partitions. Servers go on
   * serving it, and a process that enqueues to it again makes it known again within a minute.
   *
   * @param queue the queue's name
   * @param forced whether its tasks go too. Those that are active are deleted as well: their
   *     handlers go on, and their outcomes are refused.
   * @throws IllegalStateException when the queue has tasks and this is not forced
   * @throws StoreException when the store can't be asked; what was deleted until then is deleted
   */
  public void deleteQueue(String queue, boolean forced) {
    queues.delete(queue, forced);
  }

  /**
   * Gives a queue another number of partitions, so that it spreads over more masters of a cluster,
   * or fewer. The queue may be in use: tasks stay where they are and are processed there, new ones
   * go to the new partitions, and unique tasks see those of the former ones.
   *
   * @param queue see {@link io.kronosq.task.Names#checkQueue}
   * @param count 1 to {@value io.kronosq.store.Layout#MAX_PARTITIONS}, best a small multiple of the
   *     number of masters
   * @throws StoreException when the store can't be asked
   */
  public void setPartitions(String queue, int count) {
    await(store.partitions().setPartitions(queue, count));
  }

  /**
   * What matters of the Redis that answers: version, memory, persistence, replication, slots.
   *
   * @throws StoreException when the store can't be asked
   */
  public RedisInfo redis() {
    return await(store.inspection().redis());
  }

  /**
   * All servers, by host, name and start; those that died are told for an hour more.
   *
   * @throws StoreException when the store can't be asked
   */
  public List<ServerInfo> servers() {
    return await(store.reports().servers());
  }

  /**
   * Has a server take no more tasks; it obeys within a few seconds, and finishes those it has. It
   * stays quiet until {@link #unquietServer}, or until it is started anew.
   *
   * @param id {@link io.kronosq.inspect.ServerReport#id}
   * @return whether there is such a server
   * @throws StoreException when the store can't be asked
   */
  public boolean quietServer(String id) {
    return await(store.reports().quiet(id, true));
  }

  /**
   * Has a server that was told to be quiet take tasks again.
   *
   * @param id see {@link #quietServer}
   * @return whether there is such a server
   * @throws StoreException when the store can't be asked
   */
  public boolean unquietServer(String id) {
    return await(store.reports().quiet(id, false));
  }

  /**
   * Has a server stop, as {@link KronosServer#stop} says; it obeys within a few seconds. Its
   * process goes on, and must be told there to start another one.
   *
   * @param id see {@link #quietServer}
   * @return whether there is such a server
   * @throws StoreException when the store can't be asked
   */
  public boolean stopServer(String id) {
    return await(store.reports().stop(id));
  }

  /**
   * Has a server run more handlers at a time, or fewer, whatever it is configured to; it obeys
   * within a few seconds, and until it is started anew.
   *
   * @param id see {@link #quietServer}
   * @param concurrency how many; null for what it is configured to
   * @return whether there is such a server
   * @throws StoreException when the store can't be asked
   */
  public boolean setConcurrency(String id, ServerControl.@Nullable Range concurrency) {
    return await(store.reports().concurrency(id, concurrency));
  }

  /**
   * What a queue's servers have done: in all, by minute for the last 24 hours, and by hour for the
   * last two weeks.
   *
   * @param queue the queue's name
   * @throws StoreException when the store can't be asked
   */
  public QueueHistory history(String queue) {
    return await(store.reports().history(Names.checkQueue(queue)));
  }

  /**
   * What all servers have done in all queues together, and how many tasks were pending; as {@link
   * #history(String)} does for one queue.
   *
   * @throws StoreException when the store can't be asked
   */
  public QueueHistory history() {
    return await(store.reports().history(ReportStore.ALL_QUEUES));
  }

  /**
   * How many handlers a server ran, and might run, in the last 24 hours, the oldest first: once a
   * minute, and whenever it was changed.
   *
   * @param id {@link io.kronosq.inspect.ServerReport#id}
   * @return empty when there is no such server
   * @throws StoreException when the store can't be asked
   */
  public List<ConcurrencySample> serverHistory(String id) {
    return await(store.reports().samples(id));
  }

  /**
   * Looks at the limits of a queue and of its keys, and changes them.
   *
   * @param queue the queue's name
   */
  public QueueLimits limits(String queue) {
    return new QueueLimits(store, queue);
  }

  /**
   * Actions on many tasks, which are kept in the store: other processes may watch, stop and resume
   * them. They are done by a {@link BulkRunner} of any process.
   */
  public BulkJobs jobs() {
    return new BulkJobs(store);
  }

  /** What operators did, as far as it was recorded. */
  public AuditLog audit() {
    return new AuditLog(store.audit());
  }

  /** Looks at schedules, and steers them. */
  public Schedules schedules() {
    return Schedules.of(store);
  }

  /**
   * What loses tasks or refuses them, or soon will, such as an eviction policy; each with its
   * remedy. {@link io.kronosq.diagnose.Diagnosis} finds the same, and much else.
   *
   * @throws StoreException when the store can't be asked
   */
  public List<String> problems() {
    return redis().dangers().stream()
        .filter(danger -> danger.kind().isAcute())
        .map(danger -> danger.message() + ". " + danger.remedy())
        .toList();
  }

  /** Closes what the inspector opened itself. */
  @Override
  public void close() {
    if (ownsStore) {
      store.close();
    }
  }
}
