package io.kronosq.worker;

import io.kronosq.store.ClaimRequest;
import io.kronosq.store.TaskStore;
import io.kronosq.store.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Returns tasks that Redis has as active here but that never reached us, because the answer to
 * their claim was lost. On the loop only.
 */
final class LostClaims {
  private static final int MAX_RETURNED = TaskStore.MAX_BATCH / 2;

  private final QueueWorker partition;
  private final Worker worker;
  private final TaskStore store;
  private boolean suspected;

  LostClaims(QueueWorker partition, Worker worker) {
    this.partition = partition;
    this.worker = worker;
    store = worker.store();
  }

  /** Whether there may be any; nothing is claimed so long. */
  boolean areSuspected() {
    return suspected;
  }

  /** A call was not answered, and may have claimed tasks that we don't know of. */
  void suspect() {
    suspected = true;
  }

  /** The server goes on under another identity, which has none. */
  void forget() {
    suspected = false;
  }

  /** Only while no call is under way, since that may be about to bring them. */
  void reconcile() {
    if (!partition.isAlone()) {
      worker.schedule(Backoff.SHORTEST, this::reconcileIfSuspected);
      return;
    }
    partition.callBegins();
    String identity = partition.server();
    store
        .activeIds(partition.partition(), identity)
        .thenCompose(ids -> giveBackUnknown(identity, ids))
        .whenComplete((complete, failure) -> reconciled(identity, complete, failure));
  }

  /** Whether these were all. */
  private CompletionStage<Boolean> giveBackUnknown(String identity, Set<String> ids) {
    List<Transition> unknown = new ArrayList<>();
    ids.stream()
        .filter(id -> !partition.holds(id))
        .sorted()
        .forEach(id -> unknown.add(new Transition.Return(id)));
    List<Transition> some = unknown.subList(0, Math.min(unknown.size(), MAX_RETURNED));
    return store
        .claim(new ClaimRequest(partition.partition(), identity, 0, some))
        .thenApply(reply -> unknown.size() <= MAX_RETURNED);
  }

  private void reconciled(
      String identity, @Nullable Boolean complete, @Nullable Throwable failure) {
    partition.callEnded();
    if (complete == null) {
      partition.backOff(failure);
    } else {
      suspected = !complete && identity.equals(partition.server());
      reconcileIfSuspected();
      partition.expectWork();
    }
  }

  private void reconcileIfSuspected() {
    if (suspected && !partition.isBackingOff()) {
      reconcile();
    }
  }
}
