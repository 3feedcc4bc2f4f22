package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.LeaseReply;
import io.kronosq.store.Recovery;
import io.kronosq.store.Recovery.RecoveredTask;
import io.kronosq.store.RecoveryPolicy;
import io.kronosq.store.UniqueLock;
import io.kronosq.task.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Leases of servers, recovery of those whose lease has lapsed, and removal of what is kept no
 * longer.
 */
final class LeaseCommands {
  private static final int CHUNK = 100;

  private final RedisCalls calls;
  private final Keys keys;

  LeaseCommands(RedisCalls calls, Keys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  CompletableFuture<LeaseReply> lease(String queue, String server, Duration lease, String mode) {
    QueueKeys q = keys.queue(queue);
    byte[][] args = new Args(3).add(server).add(lease.toMillis()).add(mode).toArray();
    return calls
        .run(Script.LEASE, Args.of(q.leases, q.active(server), q.cancellations), args)
        .thenApply(
            answer ->
                new LeaseReply(
                    Args.number(answer.get(0)) == 1,
                    List.copyOf(Args.texts(answer.get(1))),
                    Args.number(answer.get(2)),
                    Args.texts(answer.get(3))));
  }

  CompletableFuture<Void> leave(String queue, String server) {
    QueueKeys q = keys.queue(queue);
    return calls
        .count(Script.LEAVE, Args.of(q.leases, q.active(server)), Args.of(Args.bytes(server)))
        .thenAccept(left -> {});
  }

  CompletableFuture<Recovery> recover(String queue, String dead, RecoveryPolicy policy) {
    QueueKeys q = keys.queue(queue);
    byte[][] allKeys =
        new Args(11)
            .addAll(q.leases, q.active(dead), q.pending, q.archived, q.tasks, q.attempts, q.wake)
            .addAll(q.lanes)
            .toArray();
    byte[][] args =
        new Args(4)
            .add(dead)
            .add(CHUNK)
            .add(policy.maxCrashes())
            .add(policy.historyLimit())
            .toArray();
    return calls
        .run(Script.RECOVER, allKeys, args)
        .thenApply(
            answer -> {
              List<RecoveredTask> tasks = new ArrayList<>();
              for (int i = 0; i < Args.list(answer.get(1)).size(); i++) {
                tasks.add(
                    new RecoveredTask(
                        Args.text(Args.list(answer.get(1)).get(i)),
                        (byte[]) Args.list(answer.get(2)).get(i),
                        (byte[]) Args.list(answer.get(3)).get(i),
                        Args.number(Args.list(answer.get(4)).get(i)) == 1));
              }
              releaseLocks(q, tasks);
              return new Recovery(tasks, Args.number(answer.get(0)) == 1);
            });
  }

  /** Poison is finished, so it gives up the locks that go on finish. */
  private void releaseLocks(QueueKeys q, List<RecoveredTask> tasks) {
    Args locks = new Args(0);
    Args holders = new Args(0);
    for (RecoveredTask task : tasks) {
      UniqueLock lock = task.poison() ? EnvelopeCodec.decode(task.envelope()).lock() : null;
      if (lock != null && lock.release() == Unique.Release.ON_FINISH) {
        locks.add(q.lock(lock.digest()));
        holders.add(task.id());
      }
    }
    if (locks.size() > 0) {
      // Should this call be lost, the locks go at the end of their time to live.
      calls.count(Script.UNLOCK, locks.toArray(), holders.toArray());
    }
  }

  CompletableFuture<Set<String>> activeIds(String queue, String server) {
    return calls
        .send(redis -> redis.smembers(keys.queue(queue).active(server)))
        .thenApply(
            members -> {
              Set<String> ids = new HashSet<>();
              members.forEach(member -> ids.add(Args.text(member)));
              return ids;
            });
  }

  CompletableFuture<Long> expire(String queue, ArchiveLimits archive) {
    QueueKeys q = keys.queue(queue);
    return calls.count(
        Script.EXPIRE,
        new Args(11)
            .addAll(q.completed, q.results, q.archived, q.tasks, q.attempts, q.stale, q.notes)
            .addAll(q.lanes)
            .toArray(),
        new Args(3).add(archive.maxCount()).add(archive.maxAge().toMillis()).add(CHUNK).toArray());
  }
}
