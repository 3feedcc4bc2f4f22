package io.kronosq.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kronosq.KronosClient;
import io.kronosq.it.transactions.OrderHandler;
import io.kronosq.it.transactions.OrderRush;
import io.kronosq.it.transactions.SessionOrders;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskRef;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What is enqueued in the server's transactions is processed if they are committed. */
@ArquillianTest
class TransactionsIT {
  private static final int TRANSACTIONS = 1000;

  @Inject private KronosClient client;
  @Inject private OrderRush rush;
  @Inject private SessionOrders session;
  @Inject private OrderHandler orders;
  @Inject private UserTransaction transaction;

  @Deployment
  static WebArchive application() {
    return Wars.withLibrary("transactions", Map.of()).addPackage(OrderHandler.class.getPackage());
  }

  @Test
  void exactlyTheCommittedHalfOfAThousandTransactionsIsProcessed() throws Exception {
    List<Integer> committed = rush.take(TRANSACTIONS, 4);
    assertTrue(committed.size() > TRANSACTIONS / 3, committed.toString());
    client.enqueue("order", TRANSACTIONS);
    committed.add(TRANSACTIONS);
    List<Integer> processed = new ArrayList<>(orders.take(committed.size()));
    processed.sort(null);
    assertEquals(committed, processed);
  }

  @Test
  void userTransactionDecidesToo() throws Exception {
    transaction.begin();
    TaskRef told = client.enqueue("order", 1);
    CompletableFuture<TaskRef> stage =
        client.enqueueAsync(Task.of("order", 2)).toCompletableFuture();
    assertEquals(26, told.id().length());
    assertTrue(!stage.isDone());
    transaction.commit();
    assertTrue(stage.isDone());
    assertEquals(List.of(1, 2), sorted(orders.take(2)));

    transaction.begin();
    client.enqueue("order", 3);
    CompletableFuture<TaskRef> undone =
        client.enqueueAsync(Task.of("order", 4)).toCompletableFuture();
    transaction.rollback();
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> undone.get(10, TimeUnit.SECONDS));
    assertTrue(failure.getCause() instanceof EnqueueException, failure.toString());
    client.enqueue("order", 5);
    assertEquals(List.of(5), orders.take(1));
  }

  @Test
  void aTransactionMarkedForRollbackEnqueuesNothing() throws Exception {
    transaction.begin();
    transaction.setRollbackOnly();
    client.enqueue("order", 1);
    transaction.rollback();
    client.enqueue("order", 2);
    assertEquals(List.of(2), orders.take(1));
  }

  @Test
  void aTransactionWithinAnotherHasItsOwnTasks() throws Exception {
    transaction.begin();
    client.enqueue("order", 1);
    session.takeApart(2);
    assertEquals(List.of(2), orders.take(1));
    session.take(3, false);
    client.enqueueNow("order", 4);
    assertEquals(List.of(4), orders.take(1));
    transaction.commit();
    assertEquals(List.of(1, 3), sorted(orders.take(2)));
  }

  private static List<Integer> sorted(List<Integer> numbers) {
    return numbers.stream().sorted().toList();
  }
}
