package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.Confirmation;
import io.kronosq.store.Encounter;
import io.kronosq.store.EnqueueReply;
import io.kronosq.store.Layout;
import io.kronosq.store.NewTask;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.task.Due;
import io.kronosq.task.WhenTaken;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stores new tasks. Those that can't meet another task and have no limit key go in one variadic
 * call; the others are stored one by one.
 */
final class EnqueueCommands {
  private static final Duration REGISTERED_FOR = Duration.ofMinutes(1);

  private final RedisCalls calls;
  private final DurableCalls durable;
  private final Keys keys;
  private final GroupCommands groups;
  private final Map<String, Long> registered = new ConcurrentHashMap<>();
  private final TimeSource time = TimeSource.system();
  private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();

  EnqueueCommands(RedisCalls calls, DurableCalls durable, Keys keys, GroupCommands groups) {
    this.calls = calls;
    this.durable = durable;
    this.keys = keys;
    this.groups = groups;
  }

  CompletableFuture<EnqueueReply> enqueue(
      String queue, List<NewTask> tasks, Confirmation confirmation) {
    register(queue);
    if (confirmation.durability().isFast()) {
      return write(calls, queue, tasks).thenApply(EnqueueReply::of);
    }
    return durable.write(
        keys.queue(queue).tasks,
        confirmation,
        writes ->
            write(writes, queue, tasks)
                .whenComplete((encounters, failure) -> tellListeners(queue)));
  }

  private CompletableFuture<Map<Integer, Encounter>> write(
      ScriptCalls writes, String queue, List<NewTask> tasks) {
    List<NewTask> now = new ArrayList<>(tasks.size());
    List<NewTask> later = new ArrayList<>();
    List<Integer> checked = new ArrayList<>();
    List<Integer> grouped = new ArrayList<>(0);
    for (int i = 0; i < tasks.size(); i++) {
      NewTask task = tasks.get(i);
      if (task.group() != null) {
        grouped.add(i);
      } else if (task.isBound()) {
        checked.add(i);
      } else if (task.due() instanceof Due.Now) {
        now.add(task);
      } else {
        later.add(task);
      }
    }
    QueueKeys q = keys.queue(queue);
    List<CompletableFuture<Map<Integer, Encounter>>> parts = new ArrayList<>(1);
    if (!now.isEmpty()) {
      parts.add(enqueueNow(writes, q, now).thenApply(length -> Map.of()));
    }
    if (!later.isEmpty()) {
      parts.add(schedule(writes, q, later).thenApply(done -> Map.of()));
    }
    if (!checked.isEmpty()) {
      parts.add(movedApart(enqueueChecked(writes, q, tasks, checked), checked, tasks.size()));
    }
    if (!grouped.isEmpty()) {
      parts.add(movedApart(groups.enqueue(writes, queue, tasks, grouped), grouped, tasks.size()));
    }
    if (writes == calls && (!now.isEmpty() || !checked.isEmpty())) {
      // Sent right behind the tasks, a claim finds them without another round trip; from another
      // connection it could overtake them.
      tellListeners(queue);
    }
    return parts.size() == 1 ? parts.get(0) : PartialFailure.combine(parts);
  }

  TaskStore.Registration onEnqueue(String queue, Runnable listener) {
    List<Runnable> forQueue =
        listeners.computeIfAbsent(queue, name -> new CopyOnWriteArrayList<>());
    forQueue.add(listener);
    return () -> forQueue.remove(listener);
  }

  /** Registers and wakes for tasks that were stored in another way. */
  void stored(String partition) {
    register(partition);
    tellListeners(partition);
  }

  private void tellListeners(String queue) {
    List<Runnable> forQueue = listeners.get(queue);
    if (forQueue != null) {
      forQueue.forEach(Runnable::run);
    }
  }

  /**
   * The inspector finds queues by name; each process registers a queue it uses once a minute, since
   * an operator may have deleted it.
   */
  private void register(String partition) {
    long now = time.nanos();
    Long at = registered.get(partition);
    if (at == null || now - at > REGISTERED_FOR.toNanos()) {
      calls
          .send(redis -> redis.sadd(keys.queues(), Args.bytes(Layout.queueOf(partition))))
          .thenAccept(added -> registered.put(partition, now));
    }
  }

  private static CompletableFuture<Long> enqueueNow(
      ScriptCalls writes, QueueKeys q, List<NewTask> tasks) {
    Args args = new Args(2 * tasks.size());
    for (NewTask task : tasks) {
      args.add(task.id()).add(task.envelope());
    }
    return writes.count(Script.ENQUEUE, Args.of(q.tasks, q.pending, q.wake), args.toArray());
  }

  private static CompletableFuture<Long> schedule(
      ScriptCalls writes, QueueKeys q, List<NewTask> tasks) {
    Args args = new Args(3 * tasks.size());
    for (NewTask task : tasks) {
      args.add(task.id()).add(task.envelope()).add(due(task.due()));
    }
    return writes.count(Script.SCHEDULE, Args.of(q.tasks, q.scheduled, q.wake), args.toArray());
  }

  private static CompletableFuture<Map<Integer, Encounter>> enqueueChecked(
      ScriptCalls writes, QueueKeys q, List<NewTask> tasks, List<Integer> indexes) {
    Args allKeys =
        new Args(18 + 2 * indexes.size())
            .addAll(q.tasks, q.pending, q.scheduled, q.wake, q.stale)
            .addAll(q.lanes);
    Args args = new Args(3 + 9 * indexes.size());
    int locks = 0;
    long longest = 0;
    for (int index : indexes) {
      NewTask task = tasks.get(index);
      String limitKey = task.limitKey();
      args.add(task.id()).add(task.envelope()).add(due(task.due()));
      args.add(limitKey == null ? "" : limitKey);
      NewTask.Lock lock = task.lock();
      if (lock == null) {
        args.add(0).add(0).add("").add("");
      } else {
        allKeys.add(q.lock(lock.digest())).add(q.putOffSince(lock.digest()));
        locks += 2;
        args.add(locks).add(lock.ttl().toMillis());
        addWhenTaken(args, lock.whenTaken());
        longest = Math.max(longest, lock.mayOutliveTask() ? lock.ttl().toMillis() : 0);
      }
      addRow(args, task);
    }
    return writes
        .run(
            Script.ENQUEUE_CHECKED,
            allKeys
                .addAll(
                    q.relayed,
                    q.groupMembers(),
                    q.notes,
                    q.retry,
                    q.archived,
                    q.completed,
                    q.leases)
                .addAll(q.active(""), q.held, q.closed)
                .toArray(),
            addOutbox(args, tasks, indexes).add(longest).toArray())
        .thenApply(
            others -> {
              if (others.isEmpty()) {
                throw moved();
              }
              Map<Integer, Encounter> encounters = new HashMap<>();
              for (int i = 0; i < indexes.size(); i++) {
                String other = Args.text(others.get(2 * i));
                if (!other.isEmpty()) {
                  boolean replaced = Args.number(others.get(2 * i + 1)) == 1;
                  encounters.put(indexes.get(i), new Encounter(other, replaced));
                }
              }
              return encounters;
            });
  }

  /**
   * Where other parts may be stored although the partition was closed to this one, it is told of
   * each task.
   */
  private static CompletableFuture<Map<Integer, Encounter>> movedApart(
      CompletableFuture<Map<Integer, Encounter>> part, List<Integer> indexes, int all) {
    return indexes.size() == all
        ? part
        : part.exceptionallyCompose(
            failure -> {
              if (!PartialFailure.isMoved(failure)) {
                return CompletableFuture.failedFuture(failure);
              }
              Map<Integer, Encounter> moved = new HashMap<>();
              indexes.forEach(index -> moved.put(index, Encounter.MOVED));
              return CompletableFuture.completedFuture(moved);
            });
  }

  /** A former partition was closed to tasks that may meet others. */
  static StoreException moved() {
    return new StoreException(
        StoreException.Kind.MOVED,
        "The queue has other partitions now; they are to be read again",
        null);
  }

  /** The number of the row that a task is from, or nothing. */
  static void addRow(Args args, NewTask task) {
    NewTask.Row row = task.row();
    args.add(row == null ? "" : Long.toString(row.number()));
  }

  /**
   * The outbox that tasks are from and its lowest row, or nothing; all are from one or from none.
   */
  static Args addOutbox(Args args, List<NewTask> tasks, List<Integer> indexes) {
    NewTask.Row row = tasks.get(indexes.get(0)).row();
    return row == null ? args.add("").add("") : args.add(row.outbox()).add(row.lowest());
  }

  private static void addWhenTaken(Args args, WhenTaken whenTaken) {
    if (whenTaken instanceof WhenTaken.Debounce debounce) {
      Duration maxWait = debounce.maxWait();
      args.add("debounce").add(maxWait == null ? "" : Long.toString(maxWait.toMillis()));
    } else {
      args.add(whenTaken instanceof WhenTaken.Replace ? "replace" : "").add("");
    }
  }

  private static String due(Due due) {
    if (due instanceof Due.After after) {
      return "+" + Math.max(1, roundUp(after.delay()));
    }
    return due instanceof Due.At at ? Long.toString(at.time().toEpochMilli()) : "";
  }

  private static long roundUp(Duration delay) {
    return delay.plusNanos(999_999).toMillis();
  }
}
