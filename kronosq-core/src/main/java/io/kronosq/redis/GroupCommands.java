package io.kronosq.redis;

import io.kronosq.inspect.GroupInfo;
import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.redis.TaskReader.Standing;
import io.kronosq.store.Encounter;
import io.kronosq.store.InspectStore.Entry;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.store.InspectStore.Range;
import io.kronosq.store.Layout;
import io.kronosq.store.NewTask;
import io.kronosq.task.Aggregation;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.ScoredValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Puts tasks into groups, lists them there, and ends groups before their time. */
final class GroupCommands {
  private static final byte LINE = '\n';

  /** Parts before the envelope of a member: seq, type and name. */
  private static final int PARTS = 3;

  private final RedisCalls calls;
  private final Keys keys;
  private final TaskReader reader;

  GroupCommands(RedisCalls calls, Keys keys, TaskReader reader) {
    this.calls = calls;
    this.keys = keys;
    this.reader = reader;
  }

  CompletableFuture<Map<Integer, Encounter>> enqueue(
      ScriptCalls writes, String partition, List<NewTask> tasks, List<Integer> indexes) {
    QueueKeys q = keys.queue(partition);
    Args args = new Args(2 + 10 * indexes.size());
    for (int index : indexes) {
      add(args, tasks.get(index), Layout.idSuffixOf(partition));
    }
    byte[][] allKeys =
        new Args(10)
            .addAll(q.tasks, q.pending, q.wake, q.stale)
            .addAll(q.groups)
            .addAll(q.closed, q.relayed)
            .toArray();
    return writes
        .run(
            Script.ENQUEUE_GROUPED,
            allKeys,
            EnqueueCommands.addOutbox(args, tasks, indexes).toArray())
        .thenApply(
            others -> {
              if (others.isEmpty()) {
                throw EnqueueCommands.moved();
              }
              Map<Integer, Encounter> met = new HashMap<>();
              for (int i = 0; i < indexes.size(); i++) {
                String other = Args.text(others.get(i));
                if (!other.isEmpty()) {
                  met.put(indexes.get(i), Encounter.refused(other));
                }
              }
              return met;
            });
  }

  private static void add(Args args, NewTask task, String idSuffix) {
    NewTask.Group group = task.group();
    if (group == null) {
      throw new IllegalArgumentException("Task " + task.id() + " has no group");
    }
    Aggregation how = group.how();
    args.add(task.id())
        .add(group.key())
        .add(task.envelope())
        .add(how.maxSize())
        .add(how.gracePeriod().toMillis())
        .add(how.maxDelay().toMillis())
        .add(idSuffix)
        .add(group.frame().head())
        .add(group.frame().tail());
    EnqueueCommands.addRow(args, task);
  }

  CompletableFuture<Long> run(String partition, String type, String group) {
    QueueKeys q = keys.queue(partition);
    byte[][] allKeys = new Args(7).addAll(q.tasks, q.pending, q.wake).addAll(q.groups).toArray();
    return calls.count(Script.RUN_GROUP, allKeys, Args.of(Args.bytes(type + '\n' + group)));
  }

  /** Which tasks wait in groups; those that are to be deleted are gone then. */
  CompletableFuture<Set<String>> waiting(QueueKeys q, List<String> ids, boolean deleting) {
    return leave(q, ids, deleting, ProgressArgs.none(q.nothing))
        .thenApply(
            found -> {
              Set<String> there = new HashSet<>();
              for (int i = 0; i < ids.size(); i++) {
                if (Args.number(found.get(i)) == 1) {
                  there.add(ids.get(i));
                }
              }
              return there;
            });
  }

  /** Answers as the script does. */
  CompletableFuture<List<Object>> leave(
      QueueKeys q, List<String> ids, boolean deleting, ProgressArgs progress) {
    Args args = progress.addTo(new Args(6 + ids.size()).add(deleting ? "delete" : ""));
    ids.forEach(args::add);
    byte[][] allKeys = new Args(5).addAll(q.groups).add(progress.key()).toArray();
    return calls.run(Script.LEAVE_GROUP, allKeys, args.toArray());
  }

  CompletableFuture<List<GroupInfo>> groups(String partition, int most) {
    QueueKeys q = keys.queue(partition);
    return calls
        .send(redis -> redis.zrangeWithScores(q.groupsDue(), 0, most - 1))
        .thenCompose(
            due -> {
              List<CompletableFuture<GroupInfo>> groups =
                  due.stream().map(group -> info(partition, q, group)).toList();
              return CompletableFuture.allOf(groups.toArray(CompletableFuture[]::new))
                  .thenApply(done -> groups.stream().map(CompletableFuture::join).toList());
            });
  }

  private CompletableFuture<GroupInfo> info(
      String partition, QueueKeys q, ScoredValue<byte[]> group) {
    String key = Args.text(group.getValue());
    int line = key.indexOf(LINE);
    return calls
        .send(
            redis ->
                redis.zlexcount(
                    q.groupOrder(),
                    io.lettuce.core.Range.from(
                        io.lettuce.core.Range.Boundary.including(Args.bytes(key + '\n')),
                        io.lettuce.core.Range.Boundary.excluding(Args.bytes(key + '\u000b')))))
        .thenApply(
            size ->
                new GroupInfo(
                    Layout.queueOf(partition),
                    key.substring(0, line),
                    key.substring(line + 1),
                    size,
                    Instant.ofEpochMilli((long) group.getScore())));
  }

  CompletableFuture<Optional<TaskInfo>> task(String partition, String id) {
    return read(partition, List.of(id)).thenApply(tasks -> Optional.ofNullable(tasks.get(0)));
  }

  private CompletableFuture<List<@Nullable TaskInfo>> read(String partition, List<String> ids) {
    QueueKeys q = keys.queue(partition);
    return calls
        .send(
            redis ->
                redis.hmget(q.groupMembers(), ids.stream().map(Args::bytes).toArray(byte[][]::new)))
        .thenApply(
            values -> {
              List<@Nullable TaskInfo> tasks = new ArrayList<>(ids.size());
              for (int i = 0; i < ids.size(); i++) {
                KeyValue<byte[], byte[]> value = values.get(i);
                Standing at = new Standing(ids.get(i), TaskState.AGGREGATING, 0, null);
                tasks.add(
                    value.hasValue()
                        ? reader.waiting(partition, at, envelope(value.getValue()))
                        : null);
              }
              return tasks;
            });
  }

  private static byte[] envelope(byte[] member) {
    int at = 0;
    for (int lines = 0; lines < PARTS; at++) {
      if (member[at] == LINE) {
        lines++;
      }
    }
    return java.util.Arrays.copyOfRange(member, at, member.length);
  }

  /** Tasks in the order of their groups; the place is what stands in that order. */
  CompletableFuture<Listing> list(String partition, Range range, int most) {
    QueueKeys q = keys.queue(partition);
    return calls
        .send(redis -> redis.zrangebylex(q.groupOrder(), lex(range), Limit.from(most)))
        .thenCompose(
            found -> {
              List<String> places = found.stream().map(Args::text).toList();
              if (places.isEmpty()) {
                return CompletableFuture.completedFuture(new Listing(List.of(), true));
              }
              List<String> ids =
                  places.stream()
                      .map(place -> place.substring(place.lastIndexOf(LINE) + 1))
                      .toList();
              return read(partition, ids)
                  .thenApply(
                      tasks -> {
                        List<Entry> entries = new ArrayList<>(ids.size());
                        for (int i = 0; i < ids.size(); i++) {
                          entries.add(new Entry(places.get(i), tasks.get(i)));
                        }
                        return new Listing(entries, ids.size() < most);
                      });
            });
  }

  private static io.lettuce.core.Range<byte[]> lex(Range range) {
    String after = range.after();
    String until = range.until();
    return io.lettuce.core.Range.from(
        after == null
            ? io.lettuce.core.Range.Boundary.unbounded()
            : io.lettuce.core.Range.Boundary.excluding(Args.bytes(after)),
        until == null
            ? io.lettuce.core.Range.Boundary.unbounded()
            : io.lettuce.core.Range.Boundary.including(Args.bytes(until)));
  }

  CompletableFuture<Extent> extent(String partition) {
    QueueKeys q = keys.queue(partition);
    CompletableFuture<Long> size = calls.send(redis -> redis.zcard(q.groupOrder()));
    return calls
        .send(redis -> redis.zrange(q.groupOrder(), -1, -1))
        .thenCombine(
            size,
            (last, count) -> new Extent(count, last.isEmpty() ? null : Args.text(last.get(0))));
  }
}
