package io.kronosq.redis;

import io.kronosq.inspect.TaskAction;
import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.JobStore.Portion;
import io.kronosq.store.UniqueLock;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Does to tasks what operators ask, each by where it stands at that moment. */
final class ActionCommands {
  private final RedisCalls calls;
  private final Keys keys;
  private final TaskReader reader;
  private final GroupCommands groups;

  ActionCommands(RedisCalls calls, Keys keys, TaskReader reader, GroupCommands groups) {
    this.groups = groups;
    this.calls = calls;
    this.keys = keys;
    this.reader = reader;
  }

  CompletableFuture<Map<String, TaskState>> apply(
      String queue, TaskAction action, List<String> wanted) {
    Set<String> distinct = new LinkedHashSet<>(wanted);
    // No task's id is empty; the count of stale entries stands under that name.
    distinct.remove("");
    List<String> ids = List.copyOf(distinct);
    if (ids.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    QueueKeys q = keys.queue(queue);
    ProgressArgs none = ProgressArgs.none(q.nothing);
    return operate(q, new Wanted(action, action.states(), ids), none)
        .thenApply(states -> stood(ids, states))
        .thenCompose(stood -> applyInGroups(q, action, ids, stood));
  }

  /** Those that stand nowhere else may wait in groups. */
  private CompletableFuture<Map<String, TaskState>> applyInGroups(
      QueueKeys q, TaskAction action, List<String> ids, Map<String, TaskState> stood) {
    List<String> others = ids.stream().filter(id -> !stood.containsKey(id)).toList();
    if (others.isEmpty()) {
      return CompletableFuture.completedFuture(stood);
    }
    return groups
        .waiting(q, others, action == TaskAction.DELETE)
        .thenApply(
            waiting -> {
              waiting.forEach(id -> stood.put(id, TaskState.AGGREGATING));
              return stood;
            });
  }

  /**
   * Does a portion of a bulk job to those of its tasks that stand where they are to.
   *
   * @return the counts that the job has come to; one number when it is beyond this
   */
  CompletableFuture<List<Object>> pass(String queue, Portion portion, ProgressArgs progress) {
    QueueKeys q = keys.queue(queue);
    TaskAction action = Objects.requireNonNull(portion.action());
    return portion.state() == TaskState.AGGREGATING
        ? groups.leave(q, portion.matched(), true, progress)
        : operate(q, new Wanted(action, Set.of(portion.state()), portion.matched()), progress);
  }

  /**
   * What is to be done.
   *
   * @param action what to do
   * @param states where tasks must stand for it
   * @param ids which tasks
   */
  private record Wanted(TaskAction action, Set<TaskState> states, List<String> ids) {}

  private CompletableFuture<List<Object>> operate(
      QueueKeys q, Wanted wanted, ProgressArgs progress) {
    return locks(q, wanted.action(), wanted.ids())
        .thenCompose(locks -> operate(q, wanted, locks, progress));
  }

  private CompletableFuture<List<Object>> operate(
      QueueKeys q, Wanted wanted, Map<String, byte[]> locks, ProgressArgs progress) {
    return calls
        .send(redis -> redis.zrange(q.leases, 0, -1))
        .thenCompose(
            servers ->
                calls.run(
                    Script.OPERATE,
                    allKeys(q, servers, wanted.ids(), locks, progress),
                    args(wanted, servers, locks, progress)))
        .thenCompose(
            states ->
                // A server came or went in between, and its active tasks would not be seen.
                states.isEmpty()
                    ? operate(q, wanted, locks, progress)
                    : CompletableFuture.completedFuture(states));
  }

  /** The locks that tasks give up, by id. */
  private CompletableFuture<Map<String, byte[]>> locks(
      QueueKeys q, TaskAction action, List<String> ids) {
    if (action != TaskAction.DELETE && action != TaskAction.ARCHIVE) {
      return CompletableFuture.completedFuture(Map.of());
    }
    return reader
        .envelopes(q, ids.stream().map(Args::bytes).toArray(byte[][]::new))
        .thenApply(
            envelopes -> {
              Map<String, byte[]> locks = new HashMap<>();
              for (int i = 0; i < ids.size(); i++) {
                byte[] envelope = envelopes.get(i);
                UniqueLock lock = envelope == null ? null : EnvelopeCodec.decode(envelope).lock();
                if (lock != null && givesUp(action, lock)) {
                  locks.put(ids.get(i), q.lock(lock.digest()));
                }
              }
              return locks;
            });
  }

  private static boolean givesUp(TaskAction action, UniqueLock lock) {
    return action == TaskAction.DELETE || lock.release() == Unique.Release.ON_FINISH;
  }

  private static byte[][] allKeys(
      QueueKeys q,
      List<byte[]> servers,
      List<String> ids,
      Map<String, byte[]> locks,
      ProgressArgs progress) {
    Args allKeys =
        new Args(18 + servers.size() + locks.size())
            .addAll(
                q.tasks,
                q.attempts,
                q.pending,
                q.stale,
                q.scheduled,
                q.retry,
                q.archived,
                q.completed,
                q.results,
                q.wake,
                q.leases,
                q.cancellations,
                q.notes)
            .addAll(q.lanes)
            .add(progress.key());
    servers.forEach(server -> allKeys.add(q.active(Args.text(server))));
    for (String id : ids) {
      byte[] lock = locks.get(id);
      if (lock != null) {
        allKeys.add(lock);
      }
    }
    return allKeys.toArray();
  }

  private static byte[][] args(
      Wanted wanted, List<byte[]> servers, Map<String, byte[]> locks, ProgressArgs progress) {
    String states =
        wanted.states().stream()
            .map(state -> Integer.toString(state.ordinal()))
            .collect(Collectors.joining());
    Args args =
        new Args(8 + servers.size() + 2 * wanted.ids().size())
            .add(wanted.action().name().toLowerCase(Locale.ROOT))
            .add(states);
    progress.addTo(args).add(servers.size()).addAll(servers.toArray(byte[][]::new));
    int lock = 0;
    for (String id : wanted.ids()) {
      args.add(id).add(locks.containsKey(id) ? ++lock : 0);
    }
    return args.toArray();
  }

  private static Map<String, TaskState> stood(List<String> ids, List<Object> states) {
    Map<String, TaskState> stood = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      int state = (int) Args.number(states.get(i));
      if (state >= 0) {
        stood.put(ids.get(i), TaskState.values()[state]);
      }
    }
    return stood;
  }
}
