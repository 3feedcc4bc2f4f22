package io.kronosq.worker;

import com.github.f4b6a3.ulid.Ulid;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.CancelCause;
import io.kronosq.store.LeaseReply;
import io.kronosq.store.Recovery.RecoveredTask;
import io.kronosq.store.RecoveryPolicy;
import io.kronosq.store.TaskStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lease of one partition alive, and looks after the partition while at it: takes back the
 * tasks of dead servers, passes cancellations on, and removes what is kept no longer. Lives on the
 * loop.
 */
final class Lease {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final int RENEWALS_A_LEASE = 5;
  private static final int RENEWALS_AN_EXPIRY = 10;
  private static final Duration JOIN_RETRY = Duration.ofMillis(250);

  private final TaskStore store;
  private final Worker worker;
  private final QueueWorker queue;
  private final Duration length;
  private final RecoveryPolicy recoveryPolicy;
  private final Queue<String> deadServers = new ArrayDeque<>();
  private boolean recovering;
  private boolean ended;
  private boolean surplusSeen;
  private int renewals;
  private @Nullable Long renewedAt;

  Lease(TaskStore store, Worker worker, QueueWorker queue) {
    this.store = store;
    this.worker = worker;
    this.queue = queue;
    length = worker.settings().limits().lease();
    ServerSettings.FailureSettings failures = worker.settings().failures();
    recoveryPolicy =
        new RecoveryPolicy(failures.maxCrashes(), failures.historyLimit(), failures.archive());
  }

  static String newServerId() {
    return Ulid.fast().toString();
  }

  /** When the lease was last taken or renewed, by elapsed time in ns; null for never. */
  @Nullable Long renewedAt() {
    return renewedAt;
  }

  /** Takes a first lease under the queue's present identity, however long Redis may be away. */
  void join() {
    String server = queue.server();
    store
        .join(queue.partition(), server, length)
        .whenComplete(
            (reply, failure) -> {
              if (ended || !server.equals(queue.server())) {
                return;
              }
              queue.moved();
              if (failure == null) {
                renewedAt = worker.time().nanos();
                queue.joined();
                renewLater(server);
              } else {
                worker.schedule(JOIN_RETRY, this::join);
              }
            });
  }

  private void renewLater(String server) {
    worker.schedule(length.dividedBy(RENEWALS_A_LEASE), () -> renew(server));
  }

  private void renew(String server) {
    if (ended || !server.equals(queue.server())) {
      return;
    }
    store
        .renew(queue.partition(), server, length)
        .whenComplete(
            (reply, failure) -> {
              if (ended || !server.equals(queue.server())) {
                return;
              }
              if (failure != null) {
                renewLater(server);
              } else if (!reply.held()) {
                worker.leaseLost(queue);
              } else {
                renewed(reply);
                renewLater(server);
              }
            });
  }

  private void renewed(LeaseReply reply) {
    renewedAt = worker.time().nanos();
    for (String server : reply.lapsed()) {
      if (!deadServers.contains(server)) {
        deadServers.add(server);
      }
    }
    recoverNext();
    if (!reply.cancelled().isEmpty()) {
      queue.held().stream()
          .filter(run -> reply.cancelled().contains(run.id()))
          .forEach(run -> worker.supervisor().cancel(run, CancelCause.OPERATOR));
    }
    // Seen twice in a row without a call under way, the surplus can't be a claim that is just
    // arriving.
    boolean surplus = reply.active() > queue.held().size() && queue.isQuiescent();
    if (surplus && surplusSeen) {
      queue.suspectLostTasks();
    }
    surplusSeen = surplus;
    if (++renewals % RENEWALS_AN_EXPIRY == 0) {
      expire();
    }
  }

  private void expire() {
    store
        .expire(queue.partition(), recoveryPolicy.archive())
        .thenAccept(
            removed -> {
              if (removed > 0 && !ended) {
                expire();
              }
            });
  }

  private void recoverNext() {
    String dead = deadServers.peek();
    if (recovering || dead == null || ended) {
      return;
    }
    recovering = true;
    store
        .recover(queue.partition(), dead, recoveryPolicy)
        .whenComplete(
            (recovery, failure) -> {
              recovering = false;
              if (failure != null) {
                // The lease of the dead server stays lapsed, so the next renewal names it again.
                deadServers.clear();
                return;
              }
              if (!recovery.tasks().isEmpty()) {
                LOG.warn(
                    "Took {} tasks of queue {} back from server {}, whose lease has lapsed",
                    recovery.tasks().size(),
                    queue.queue(),
                    dead);
              }
              for (RecoveredTask task : recovery.tasks()) {
                worker
                    .reporter()
                    .recovered(
                        task.poison() ? TaskEventType.ARCHIVED : TaskEventType.RECOVERED,
                        queue,
                        task);
              }
              if (!recovery.more()) {
                deadServers.remove();
              }
              recoverNext();
            });
  }

  /** Gives the lease up. */
  CompletionStage<Void> leave() {
    ended = true;
    return store.leave(queue.partition(), queue.server());
  }
}
