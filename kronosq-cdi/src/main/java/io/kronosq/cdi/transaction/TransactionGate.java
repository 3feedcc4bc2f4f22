package io.kronosq.cdi.transaction;

import io.kronosq.client.EnqueueBatcher;
import io.kronosq.client.EnqueueGate;
import io.kronosq.client.HeldTasks;
import io.kronosq.client.PreparedTask;
import io.kronosq.client.UnitOfWork;
import io.kronosq.task.KronosException;
import io.kronosq.task.TaskRef;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds what is enqueued in a transaction until that ends; one unit of work a transaction. */
final class TransactionGate implements EnqueueGate {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionGate.class);
  private static final String ROLLED_BACK = "its transaction was rolled back";

  private final TransactionSynchronizationRegistry registry;
  private final Function<EnqueueBatcher, UnitOfWork> beginning;

  /**
   * @param registry of the transaction manager
   * @param beginning makes the unit of work of a transaction
   */
  TransactionGate(
      TransactionSynchronizationRegistry registry, Function<EnqueueBatcher, UnitOfWork> beginning) {
    this.registry = registry;
    this.beginning = beginning;
  }

  @Override
  public boolean isOpen() {
    int status = registry.getTransactionStatus();
    return status == Status.STATUS_NO_TRANSACTION
        || status == Status.STATUS_COMMITTED
        || status == Status.STATUS_ROLLEDBACK;
  }

  @Override
  public List<CompletionStage<TaskRef>> hold(List<PreparedTask> tasks, EnqueueBatcher batcher) {
    int status = registry.getTransactionStatus();
    return switch (status) {
      case Status.STATUS_ACTIVE -> ofTransaction(batcher).add(tasks);
      case Status.STATUS_MARKED_ROLLBACK -> refuse(tasks, batcher);
      default ->
          throw new KronosException(
              "Nothing can be enqueued while the transaction ends (its status is "
                  + status
                  + "): enqueue before the commit, or use enqueueNow");
    };
  }

  /** For a transaction that can't be committed any more; no registration is needed for that. */
  private static List<CompletionStage<TaskRef>> refuse(
      List<PreparedTask> tasks, EnqueueBatcher batcher) {
    UnitOfWork doomed = new HeldTasks(batcher, (task, reason) -> {});
    List<CompletionStage<TaskRef>> stages = doomed.add(tasks);
    doomed.discard(ROLLED_BACK);
    return stages;
  }

  private UnitOfWork ofTransaction(EnqueueBatcher batcher) {
    // The registry keeps it for as long as the transaction lasts, suspended or not.
    if (registry.getResource(this) instanceof UnitOfWork known) {
      return known;
    }
    UnitOfWork work = beginning.apply(batcher);
    registry.registerInterposedSynchronization(new Ending(work));
    registry.putResource(this, work);
    return work;
  }

  private record Ending(UnitOfWork work) implements Synchronization {
    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      try {
        switch (status) {
          case Status.STATUS_COMMITTED -> work.release();
          case Status.STATUS_ROLLEDBACK -> work.discard(ROLLED_BACK);
          default -> {
            LOG.error("A transaction ended with status {}; what it enqueued is dropped", status);
            work.discard("the outcome of its transaction is not known (status " + status + ")");
          }
        }
      } catch (RuntimeException e) {
        // The transaction manager would drop it without a word.
        LOG.error("What a transaction enqueued could not be dealt with at its end", e);
      }
    }
  }
}
