package io.kronosq.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kronosq.KronosClient;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.it.transactions.OrderHandler;
import io.kronosq.it.transactions.OrderRush;
import io.kronosq.outbox.Outbox;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What transactions of the server enqueue goes by way of a table in its default database. */
@ArquillianTest
class OutboxIT {
  private static final int TRANSACTIONS = 1000;

  @Inject private KronosClient client;
  @Inject private KronosLifecycle lifecycle;
  @Inject private OrderRush rush;
  @Inject private OrderHandler orders;
  @Inject private UserTransaction transaction;

  @Deployment
  static WebArchive application() {
    return Wars.withLibrary(
            "outbox",
            Map.of(
                "kronosq.outbox", "java:comp/DefaultDataSource",
                "kronosq.outbox.create-table", "true"))
        .addPackage(OrderHandler.class.getPackage());
  }

  @Test
  void exactlyTheCommittedHalfOfAThousandTransactionsIsProcessed() throws Exception {
    List<Integer> committed = rush.take(TRANSACTIONS, 5);
    List<Integer> processed = new ArrayList<>(orders.take(committed.size()));
    client.enqueue("order", TRANSACTIONS);
    processed.addAll(orders.take(1));
    committed.add(TRANSACTIONS);
    processed.sort(null);
    assertEquals(committed, processed);
    Outbox outbox = lifecycle.outbox().orElseThrow();
    awaitEmpty(outbox);
    assertEquals(0, outbox.status().setAside());
    assertNull(outbox.status().problem());
    assertTrue(outbox.status().relayed() >= committed.size() - 1);
  }

  @Test
  void theStageCompletesWithTheCommitAndFailsWithTheRollback() throws Exception {
    transaction.begin();
    CompletableFuture<TaskRef> done =
        client.enqueueAsync(Task.of("other", 1)).toCompletableFuture();
    assertFalse(done.isDone());
    transaction.commit();
    assertTrue(done.isDone());
    assertFalse(done.isCompletedExceptionally());

    transaction.begin();
    CompletableFuture<TaskRef> undone =
        client.enqueueAsync(Task.of("other", 2)).toCompletableFuture();
    transaction.rollback();
    assertTrue(undone.isCompletedExceptionally());
  }

  /** Rows are deleted after their tasks are stored, and so perhaps after these are processed. */
  private static void awaitEmpty(Outbox outbox) throws InterruptedException {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (outbox.status().pending() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertEquals(0, outbox.status().pending());
  }
}
