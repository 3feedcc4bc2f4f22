package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.AttemptLogCodec;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.Layout;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks at queues and tasks, and steers them. Each look is a few commands in one go, not one atomic
 * picture.
 */
final class InspectCommands {
  private static final Duration CANCELLATION_KEPT = Duration.ofHours(1);

  private final RedisCalls calls;
  private final Keys keys;

  InspectCommands(RedisCalls calls, Keys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  CompletableFuture<List<String>> queues() {
    return calls
        .send(redis -> redis.smembers(keys.queues()))
        .thenApply(members -> members.stream().map(Args::text).sorted().toList());
  }

  CompletableFuture<QueueInfo> queue(String name) {
    QueueKeys q = keys.queue(name);
    CompletableFuture<Boolean> paused =
        calls.send(redis -> redis.hexists(q.meta, Args.bytes("paused")));
    CompletableFuture<Long> pending = calls.send(redis -> redis.llen(q.pending));
    CompletableFuture<Long> scheduled = calls.send(redis -> redis.zcard(q.scheduled));
    CompletableFuture<Long> retry = calls.send(redis -> redis.zcard(q.retry));
    CompletableFuture<Long> archived = calls.send(redis -> redis.zcard(q.archived));
    CompletableFuture<Long> completed = calls.send(redis -> redis.zcard(q.completed));
    CompletableFuture<Duration> latency = latency(q);
    CompletableFuture<Long> active = active(q);
    return CompletableFuture.allOf(
            paused, pending, scheduled, retry, archived, completed, latency, active)
        .thenApply(
            done ->
                new QueueInfo(
                    name,
                    1,
                    paused.join(),
                    pending.join(),
                    active.join(),
                    scheduled.join(),
                    retry.join(),
                    archived.join(),
                    completed.join(),
                    latency.join()));
  }

  private CompletableFuture<Long> active(QueueKeys q) {
    return calls
        .send(redis -> redis.zrange(q.leases, 0, -1))
        .thenCompose(
            servers -> {
              List<CompletableFuture<Long>> sizes =
                  servers.stream()
                      .map(server -> calls.send(redis -> redis.scard(q.active(Args.text(server)))))
                      .toList();
              return CompletableFuture.allOf(sizes.toArray(CompletableFuture[]::new))
                  .thenApply(done -> sizes.stream().mapToLong(CompletableFuture::join).sum());
            });
  }

  private CompletableFuture<Duration> latency(QueueKeys q) {
    CompletableFuture<Instant> now = now();
    return calls
        .send(redis -> redis.lindex(q.pending, 0))
        .thenCompose(id -> id == null ? absent() : calls.send(redis -> redis.hget(q.tasks, id)))
        .thenCombine(
            now,
            (envelope, at) -> {
              Duration age =
                  envelope == null
                      ? Duration.ZERO
                      : Duration.between(EnvelopeCodec.decode(envelope).enqueuedAt(), at);
              return age.isNegative() ? Duration.ZERO : age;
            });
  }

  private static CompletionStage<byte @Nullable []> absent() {
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Instant> now() {
    return calls
        .send(redis -> redis.time())
        .thenApply(
            time ->
                Instant.ofEpochSecond(Long.parseLong(Args.text(time.get(0))))
                    .plusNanos(1_000L * Long.parseLong(Args.text(time.get(1)))));
  }

  CompletableFuture<Optional<TaskInfo>> task(String queue, String id) {
    QueueKeys q = keys.queue(queue);
    byte[] key = Args.bytes(id);
    CompletableFuture<byte[]> envelope = calls.send(redis -> redis.hget(q.tasks, key));
    CompletableFuture<byte[]> attempts = calls.send(redis -> redis.hget(q.attempts, key));
    CompletableFuture<byte[]> result = calls.send(redis -> redis.hget(q.results, key));
    CompletableFuture<Double> scheduled = calls.send(redis -> redis.zscore(q.scheduled, key));
    CompletableFuture<Double> retry = calls.send(redis -> redis.zscore(q.retry, key));
    CompletableFuture<Double> archived = calls.send(redis -> redis.zscore(q.archived, key));
    CompletableFuture<Double> completed = calls.send(redis -> redis.zscore(q.completed, key));
    CompletableFuture<Boolean> active = isActive(q, key);
    return CompletableFuture.allOf(
            envelope, attempts, result, scheduled, retry, archived, completed, active)
        .thenApply(
            done -> {
              byte[] stored = envelope.join();
              if (stored == null) {
                return Optional.<TaskInfo>empty();
              }
              Found found =
                  Found.of(
                      scheduled.join(),
                      retry.join(),
                      archived.join(),
                      completed.join(),
                      active.join());
              return Optional.of(
                  info(
                      new TaskRef(Layout.queueOf(queue), id),
                      found,
                      stored,
                      attempts.join(),
                      result.join()));
            });
  }

  private CompletableFuture<Boolean> isActive(QueueKeys q, byte[] id) {
    return calls
        .send(redis -> redis.zrange(q.leases, 0, -1))
        .thenCompose(
            servers -> {
              List<CompletableFuture<Boolean>> found = new ArrayList<>();
              servers.forEach(
                  server ->
                      found.add(
                          calls.send(redis -> redis.sismember(q.active(Args.text(server)), id))));
              return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
                  .thenApply(done -> found.stream().anyMatch(CompletableFuture::join));
            });
  }

  private record Found(TaskState state, @Nullable Instant dueAt) {
    static Found of(
        @Nullable Double scheduled,
        @Nullable Double retry,
        @Nullable Double archived,
        @Nullable Double completed,
        boolean active) {
      if (active) {
        return new Found(TaskState.ACTIVE, null);
      }
      if (scheduled != null) {
        return new Found(TaskState.SCHEDULED, Instant.ofEpochMilli(scheduled.longValue()));
      }
      if (retry != null) {
        return new Found(TaskState.RETRY, Instant.ofEpochMilli(retry.longValue()));
      }
      if (archived != null) {
        return new Found(TaskState.ARCHIVED, null);
      }
      return new Found(completed != null ? TaskState.COMPLETED : TaskState.PENDING, null);
    }
  }

  private static TaskInfo info(
      TaskRef ref,
      Found found,
      byte[] stored,
      byte @Nullable [] attempts,
      byte @Nullable [] result) {
    Envelope envelope = EnvelopeCodec.decode(stored);
    return new TaskInfo(
        ref,
        found.state(),
        envelope.type(),
        envelope.payload(),
        envelope.headers(),
        envelope.enqueuedAt(),
        found.dueAt(),
        envelope.maxRetry(),
        envelope.timeout(),
        envelope.deadline(),
        envelope.retention(),
        AttemptLogCodec.decode(attempts),
        result);
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

  CompletableFuture<Void> requestCancel(String queue, String id) {
    QueueKeys q = keys.queue(queue);
    byte[] key = Args.bytes(id);
    // What is not active now must not be cancelled when it is later.
    return isActive(q, key)
        .thenCompose(
            active ->
                active
                    ? calls
                        .send(redis -> redis.sadd(q.cancellations, key))
                        .thenCompose(
                            added ->
                                calls.send(
                                    redis -> redis.pexpire(q.cancellations, CANCELLATION_KEPT)))
                        .thenAccept(set -> {})
                    : CompletableFuture.completedFuture(null));
  }

  CompletableFuture<List<String>> problems() {
    return calls
        .send(redis -> redis.info("memory"))
        .thenApply(
            info -> {
              String policy =
                  info.lines()
                      .filter(line -> line.startsWith("maxmemory_policy:"))
                      .map(line -> line.substring("maxmemory_policy:".length()).trim())
                      .findFirst()
                      .orElse("unknown");
              return policy.equals("noeviction")
                  ? List.<String>of()
                  : List.of(
                      "Redis' maxmemory-policy is '"
                          + policy
                          + "', so tasks may vanish when memory is short; set it to noeviction");
            });
  }
}
