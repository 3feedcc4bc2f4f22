package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.redis.TaskReader.Standing;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import io.lettuce.core.Limit;
import io.lettuce.core.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at queues and tasks, and steers them. */
final class InspectCommands {
  /** How many entries at the head of the pending list are looked at for one that is not stale. */
  private static final int LOOK_FOR_OLDEST = 100;

  /** How many lanes at either end of the order of turns are looked at for the oldest task. */
  private static final int LANES_LOOKED_AT = 10;

  private final RedisCalls calls;
  private final Keys keys;
  private final TaskReader reader;
  private final LimitCommands limits;
  private final GroupCommands groups;

  InspectCommands(
      RedisCalls calls, Keys keys, TaskReader reader, LimitCommands limits, GroupCommands groups) {
    this.groups = groups;
    this.calls = calls;
    this.keys = keys;
    this.reader = reader;
    this.limits = limits;
  }

  CompletableFuture<List<String>> queues() {
    return calls
        .send(redis -> redis.smembers(keys.queues()))
        .thenApply(members -> members.stream().map(Args::text).sorted().toList());
  }

  CompletableFuture<QueueInfo> queue(String name) {
    QueueKeys q = keys.queue(name);
    CompletableFuture<LimitCommands.State> limited = limits.state(name);
    CompletableFuture<Duration> latency = latency(q);
    return depth(q)
        .thenCombine(
            CompletableFuture.allOf(limited, latency),
            (depth, done) ->
                new QueueInfo(
                    name,
                    1,
                    depth[7] == 1,
                    depth[0],
                    depth[1],
                    depth[2],
                    depth[3],
                    depth[4],
                    depth[5],
                    depth[6],
                    latency.join(),
                    limited.join().limits(),
                    limited.join().until()));
  }

  /** In the order that the script returns. */
  private CompletableFuture<long[]> depth(QueueKeys q) {
    byte[][] allKeys =
        Args.of(
            q.pending,
            q.stale,
            q.waiting(),
            q.scheduled,
            q.retry,
            q.archived,
            q.completed,
            q.groupMembers(),
            q.leases,
            q.meta,
            q.nothing);
    return calls
        .run(Script.DEPTH, allKeys, Args.of(q.active("")))
        .thenApply(counts -> counts.stream().mapToLong(Args::number).toArray());
  }

  private CompletableFuture<Duration> latency(QueueKeys q) {
    CompletableFuture<Instant> now = calls.now(q.pending);
    CompletableFuture<List<Instant>> keyed = laneHeads(q).thenCompose(ids -> enqueued(q, ids));
    return heads(q, 1)
        .thenCompose(
            head ->
                head.isEmpty()
                    ? heads(q, LOOK_FOR_OLDEST)
                    : CompletableFuture.completedFuture(head))
        .thenCombine(
            keyed,
            (inList, inLanes) ->
                Stream.concat(inList.stream().limit(1), inLanes.stream())
                    .min(Comparator.naturalOrder()))
        .thenCombine(
            now,
            (oldest, at) -> {
              Duration age = oldest.map(time -> Duration.between(time, at)).orElse(Duration.ZERO);
              return age.isNegative() ? Duration.ZERO : age;
            });
  }

  /** When the first of the pending list were enqueued. Their bodies may be large. */
  private CompletableFuture<List<Instant>> heads(QueueKeys q, int most) {
    return calls
        .send(redis -> redis.lrange(q.pending, 0, most - 1))
        .thenCompose(ids -> enqueued(q, ids));
  }

  /** When tasks were enqueued, in the order given; those that are gone are left out. */
  private CompletableFuture<List<Instant>> enqueued(QueueKeys q, List<byte[]> ids) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    return calls
        .send(redis -> redis.hmget(q.tasks, ids.toArray(byte[][]::new)))
        .thenApply(
            values ->
                values.stream()
                    .filter(Value::hasValue)
                    .map(value -> EnvelopeCodec.decode(value.getValue()).enqueuedAt())
                    .toList());
  }

  /**
   * The first of the tasks that wait in lanes whose turn is next, and in those that are held back.
   */
  private CompletableFuture<List<byte[]>> laneHeads(QueueKeys q) {
    CompletableFuture<List<byte[]>> held =
        calls.send(redis -> redis.zrevrange(q.turns(), 0, LANES_LOOKED_AT - 1));
    return calls
        .send(redis -> redis.zrange(q.turns(), 0, LANES_LOOKED_AT - 1))
        .thenCombine(held, (next, last) -> Stream.concat(next.stream(), last.stream()))
        .thenCompose(
            lanes -> {
              List<CompletableFuture<List<byte[]>>> heads =
                  lanes
                      .map(Args::text)
                      .filter(key -> !key.isEmpty())
                      .distinct()
                      .map(
                          key ->
                              calls.send(
                                  redis ->
                                      redis.zrangebylex(
                                          q.waiting(), LanePlace.lane(key), Limit.create(0, 1))))
                      .toList();
              return CompletableFuture.allOf(heads.toArray(CompletableFuture[]::new))
                  .thenApply(
                      done ->
                          heads.stream()
                              .flatMap(head -> head.join().stream())
                              .map(member -> Args.bytes(LanePlace.of(member).id()))
                              .toList());
            });
  }

  CompletableFuture<Optional<TaskInfo>> task(String queue, String id) {
    QueueKeys q = keys.queue(queue);
    byte[] key = Args.bytes(id);
    CompletableFuture<Double> scheduled = calls.send(redis -> redis.zscore(q.scheduled, key));
    CompletableFuture<Double> retry = calls.send(redis -> redis.zscore(q.retry, key));
    CompletableFuture<Double> archived = calls.send(redis -> redis.zscore(q.archived, key));
    CompletableFuture<Double> completed = calls.send(redis -> redis.zscore(q.completed, key));
    return holder(q, key)
        .thenCompose(
            holder -> {
              Standing standing =
                  holder.isPresent()
                      ? new Standing(id, TaskState.ACTIVE, 0, holder.get())
                      : first(
                          ranked(id, TaskState.SCHEDULED, scheduled.join()),
                          ranked(id, TaskState.RETRY, retry.join()),
                          ranked(id, TaskState.ARCHIVED, archived.join()),
                          ranked(id, TaskState.COMPLETED, completed.join()),
                          new Standing(id, TaskState.PENDING, 0, null));
              return reader.read(queue, q, List.of(standing));
            })
        .thenCompose(
            tasks ->
                tasks.get(0) == null
                    ? groups.task(queue, id)
                    : CompletableFuture.completedFuture(Optional.of(tasks.get(0))));
  }

  private static @Nullable Standing ranked(String id, TaskState state, @Nullable Double score) {
    return score == null ? null : new Standing(id, state, score.longValue(), null);
  }

  private static Standing first(@Nullable Standing... standings) {
    return Arrays.stream(standings).filter(Objects::nonNull).findFirst().orElseThrow();
  }

  /** The server that a task is active on. */
  private CompletableFuture<Optional<String>> holder(QueueKeys q, byte[] id) {
    return calls
        .send(redis -> redis.zrange(q.leases, 0, -1))
        .thenCompose(
            leases -> {
              List<String> servers = leases.stream().map(Args::text).toList();
              List<CompletableFuture<Boolean>> found =
                  servers.stream()
                      .map(server -> calls.send(redis -> redis.sismember(q.active(server), id)))
                      .toList();
              return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
                  .thenApply(
                      done ->
                          IntStream.range(0, servers.size())
                              .filter(i -> found.get(i).join())
                              .mapToObj(servers::get)
                              .findFirst());
            });
  }

  /** Drops a queue, and answers how many tasks are in the way; 0 when it was dropped. */
  CompletableFuture<Long> drop(String queue, boolean forced) {
    QueueKeys q = keys.queue(queue);
    return calls
        .send(redis -> redis.zrange(q.leases, 0, -1))
        .thenCompose(
            servers -> {
              Args allKeys =
                  new Args(20 + servers.size())
                      .addAll(q.leases, q.pending, q.stale)
                      .addAll(
                          q.scheduled,
                          q.retry,
                          q.archived,
                          q.completed,
                          q.waiting(),
                          q.groupOrder());
              servers.forEach(server -> allKeys.add(q.active(Args.text(server))));
              allKeys
                  .addAll(q.tasks, q.attempts, q.results, q.notes)
                  .addAll(q.meta, q.cancellations, q.totals)
                  .addAll(q.lanes)
                  .addAll(q.rates, q.wake, q.relayed)
                  .addAll(q.groups);
              Args args =
                  new Args(2 + servers.size())
                      .add(servers.size())
                      .addAll(servers.toArray(byte[][]::new))
                      .add(forced ? "force" : "");
              return calls.count(Script.DROP, allKeys.toArray(), args.toArray());
            })
        .thenCompose(
            left ->
                // A server came or went in between.
                left < 0 ? drop(queue, forced) : CompletableFuture.completedFuture(left));
  }

  CompletableFuture<Void> forget(String queue) {
    return calls
        .send(redis -> redis.srem(keys.queues(), Args.bytes(queue)))
        .thenAccept(removed -> {});
  }

  CompletableFuture<Void> pause(String queue, boolean paused) {
    QueueKeys q = keys.queue(queue);
    byte[] field = Args.bytes("paused");
    if (paused) {
      return calls.send(redis -> redis.hset(q.meta, field, Args.bytes(1))).thenAccept(set -> {});
    }
    return calls
        .send(redis -> redis.hdel(q.meta, field))
        .thenCompose(removed -> calls.send(redis -> redis.del(q.wake)))
        .thenCompose(removed -> calls.send(redis -> redis.rpush(q.wake, Args.bytes(1))))
        .thenAccept(length -> {});
  }
}
