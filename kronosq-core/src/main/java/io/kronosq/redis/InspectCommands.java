package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.redis.TaskReader.Standing;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks at queues and tasks, and steers them. */
final class InspectCommands {
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
    return depth(q)
        .thenCombine(
            limits.state(name),
            (depth, limited) ->
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
                    Duration.ofMillis(depth[8]),
                    limited.limits(),
                    limited.until()));
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
            q.nothing,
            q.tasks,
            q.turns());
    return calls
        .run(Script.DEPTH, allKeys, Args.of(q.active("")))
        .thenApply(counts -> counts.stream().mapToLong(Args::number).toArray());
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
