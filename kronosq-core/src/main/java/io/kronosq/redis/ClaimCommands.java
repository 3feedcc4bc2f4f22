package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.ArchiveLimits;
import io.kronosq.store.AttemptLogCodec;
import io.kronosq.store.ClaimReply;
import io.kronosq.store.ClaimReply.ClaimedTask;
import io.kronosq.store.ClaimRequest;
import io.kronosq.store.Transition;
import io.kronosq.store.UniqueLock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Claims, and settles what was claimed. Plain acknowledgements travel inside the claim; the rarer
 * outcomes go right before it on the same connection, so that Redis handles them first.
 */
final class ClaimCommands {
  private static final int MOST_DUE = 500;
  private static final byte[] NONE = new byte[0];

  private final RedisCalls calls;
  private final Keys keys;

  ClaimCommands(RedisCalls calls, Keys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  CompletableFuture<ClaimReply> claim(ClaimRequest request) {
    QueueKeys q = keys.queue(request.queue());
    byte[] active = q.active(request.server());
    Outcomes outcomes = new Outcomes(q, active);
    for (Transition transition : request.settled()) {
      outcomes.add(transition);
    }
    List<CompletableFuture<List<Object>>> settling = outcomes.send();
    CompletableFuture<ClaimReply> claimed =
        calls
            .run(Script.CLAIM, outcomes.claimKeys(), outcomes.claimArgs(request))
            .thenApply(ClaimCommands::reply);
    if (settling.isEmpty()) {
      return claimed;
    }
    // Noted as part of the chain: after NOSCRIPT the claim is answered before what was sent before
    // it.
    CompletableFuture<?>[] noted =
        settling.stream().map(outcomes::noteRefused).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(noted)
        .thenCombine(claimed, (done, reply) -> outcomes.withRefused(reply));
  }

  private static ClaimReply reply(List<Object> answer) {
    List<Object> ids = Args.list(answer.get(5));
    List<Object> envelopes = Args.list(answer.get(6));
    List<Object> attempts = Args.list(answer.get(7));
    List<Object> checkpoints = Args.list(answer.get(8));
    List<ClaimedTask> tasks = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      tasks.add(
          new ClaimedTask(
              Args.text(ids.get(i)),
              (byte[]) envelopes.get(i),
              optional(attempts, i),
              optional(checkpoints, i)));
    }
    long nextDue = Args.number(answer.get(3));
    return new ClaimReply(
        ClaimReply.Status.values()[(int) Args.number(answer.get(0))],
        tasks,
        Args.texts(answer.get(4)),
        Args.number(answer.get(2)),
        nextDue < 0 ? null : Duration.ofMillis(nextDue),
        Instant.ofEpochMilli(Args.number(answer.get(1))));
  }

  private static byte @Nullable [] optional(List<Object> values, int index) {
    byte[] value = values.isEmpty() ? null : (byte[]) values.get(index);
    return value == null || value.length == 0 ? null : value;
  }

  /** The outcomes of one call, sorted by the script that stores them. */
  private final class Outcomes {
    private final QueueKeys q;
    private final Args acknowledged = new Args(64);
    private final Args claimKeys;
    private final Args lockHolders = new Args(0);
    private final Args retainKeys;
    private final Args retained = new Args(0);
    private final Args archiveKeys;
    private final Args archived = new Args(0);
    private final Args retryKeys;
    private final Args retried = new Args(0);
    private final Args postponed = new Args(0);
    private final Args returned = new Args(0);
    private final byte[] active;
    private final Set<String> refused = new HashSet<>();
    private @Nullable ArchiveLimits limits;

    Outcomes(QueueKeys q, byte[] active) {
      this.q = q;
      this.active = active;
      claimKeys =
          new Args(24)
              .addAll(
                  q.tasks,
                  q.attempts,
                  q.pending,
                  active,
                  q.leases,
                  q.scheduled,
                  q.retry,
                  q.wake,
                  q.meta,
                  q.stale,
                  q.notes)
              .addAll(q.lanes)
              .addAll(q.rates, q.nothing)
              .addAll(q.groups);
      retainKeys = new Args(8).addAll(active, q.completed, q.results).addAll(q.lanes);
      archiveKeys =
          new Args(11)
              .addAll(active, q.archived, q.tasks, q.attempts, q.stale, q.notes)
              .addAll(q.lanes);
      retryKeys = new Args(8).addAll(active, q.retry, q.attempts).addAll(q.lanes).add(q.tasks);
    }

    void add(Transition transition) {
      if (transition instanceof Transition.Acknowledge ack) {
        acknowledged.add(ack.id());
        if (ack.releases() != null) {
          claimKeys.add(q.lock(ack.releases().digest()));
          lockHolders.add(ack.id());
        }
      } else if (transition instanceof Transition.Retry retry) {
        retried
            .add(retry.id())
            .add(retry.delay().toMillis())
            .add(AttemptLogCodec.encode(retry.log()))
            .add(orEmpty(retry.left()));
      } else if (transition instanceof Transition.Archive archive) {
        limits = archive.limits();
        archived.add(archive.id()).add(AttemptLogCodec.encode(archive.log()));
        archived.add(lockIndex(archiveKeys, 10, archive.releases())).add(orEmpty(archive.left()));
      } else if (transition instanceof Transition.Retain retain) {
        retained.add(retain.id()).add(retain.retention().toMillis()).add(retain.result());
        retained.add(lockIndex(retainKeys, 7, retain.releases()));
      } else if (transition instanceof Transition.Postpone postpone) {
        postponed.add(postpone.id()).add(postpone.delay().toMillis());
      } else if (transition instanceof Transition.Return back) {
        returned.add(back.id());
      }
    }

    private static byte[] orEmpty(byte @Nullable [] envelope) {
      return envelope == null ? NONE : envelope;
    }

    private int lockIndex(Args to, int fixed, @Nullable UniqueLock lock) {
      if (lock == null) {
        return 0;
      }
      to.add(q.lock(lock.digest()));
      return to.size() - fixed;
    }

    List<CompletableFuture<List<Object>>> send() {
      List<CompletableFuture<List<Object>>> running = new ArrayList<>(0);
      if (retained.size() > 0) {
        running.add(calls.run(Script.RETAIN, retainKeys.toArray(), retained.toArray()));
      }
      if (retried.size() > 0) {
        running.add(calls.run(Script.RETRY, retryKeys.toArray(), retried.toArray()));
      }
      if (limits != null) {
        Args args =
            new Args(2 + archived.size()).add(limits.maxCount()).add(limits.maxAge().toMillis());
        running.add(
            calls.run(
                Script.ARCHIVE, archiveKeys.toArray(), args.addAll(archived.toArray()).toArray()));
      }
      if (postponed.size() > 0) {
        byte[][] allKeys = new Args(6).addAll(active, q.scheduled).addAll(q.lanes).toArray();
        running.add(calls.run(Script.POSTPONE, allKeys, postponed.toArray()));
      }
      if (returned.size() > 0) {
        byte[][] allKeys = new Args(7).addAll(active, q.pending, q.wake).addAll(q.lanes).toArray();
        running.add(calls.run(Script.RETURN, allKeys, returned.toArray()));
      }
      return running;
    }

    CompletableFuture<Void> noteRefused(CompletableFuture<List<Object>> settling) {
      return settling.thenAccept(ids -> ids.forEach(id -> refused.add(Args.text(id))));
    }

    byte[][] claimKeys() {
      return claimKeys.toArray();
    }

    byte[][] claimArgs(ClaimRequest request) {
      return new Args(4 + acknowledged.size() + lockHolders.size())
          .add(request.server())
          .add(request.max())
          .add(MOST_DUE)
          .add(acknowledged.size())
          .addAll(acknowledged.toArray())
          .addAll(lockHolders.toArray())
          .toArray();
    }

    ClaimReply withRefused(ClaimReply reply) {
      if (refused.isEmpty()) {
        return reply;
      }
      refused.addAll(reply.refused());
      return new ClaimReply(
          reply.status(),
          reply.tasks(),
          refused,
          reply.pendingLeft(),
          reply.nextDueIn(),
          reply.now());
    }
  }
}
