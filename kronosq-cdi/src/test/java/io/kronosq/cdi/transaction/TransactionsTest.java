package io.kronosq.cdi.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.cdi.Application;
import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.TaskNotEnqueued;
import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.handler.RetryLaterException;
import io.kronosq.handler.TaskContext;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real transaction manager, and a real Redis. */
class TransactionsTest {
  private static final EnqueueOption WAITING = EnqueueOption.queue("unserved");

  private final EmbeddedRedis redis = EmbeddedRedis.builder().inMemory().build();
  private Application application;
  private KronosClient client;
  private TransactionManager transactions;

  @ApplicationScoped
  static class Desk {
    final BlockingQueue<Integer> processed = new LinkedBlockingQueue<>();
    final List<TaskNotEnqueued> notEnqueued = new ArrayList<>();
    @Inject UserTransaction transaction;
    @Inject KronosClient client;

    @KronosHandler("number")
    public void number(Integer number) {
      processed.add(number);
    }

    /** Fails at its first attempt, when it has enqueued already. */
    @KronosHandler("chain")
    public void chain(Integer number, TaskContext context) throws Exception {
      transaction.begin();
      client.enqueue("number", number + context.retried());
      if (context.retried() == 0) {
        transaction.rollback();
        throw new RetryLaterException(Duration.ofMillis(1));
      }
      transaction.commit();
    }

    Integer take() throws InterruptedException {
      return processed.poll(10, TimeUnit.SECONDS);
    }

    List<TaskNotEnqueued> notEnqueued() {
      return List.copyOf(notEnqueued);
    }

    void on(@Observes TaskNotEnqueued event) {
      notEnqueued.add(event);
    }
  }

  @BeforeEach
  void start() {
    application = start("true");
    client = application.get(KronosClient.class);
    transactions = application.get(TransactionManager.class);
  }

  private Application start(String transactional) {
    return Application.of(Desk.class, TransactionManagers.class)
        .with("kronosq.redis.uri", redis.start().uri())
        .with("kronosq.enqueue.timeout", "900ms")
        .with("kronosq.enqueue.transactional", transactional)
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(transactions.getTransaction()).isNull();
    application.close();
    redis.close();
  }

  private List<String> waiting() {
    return application.get(Inspector.class).tasks("unserved", TaskState.PENDING).tasks().stream()
        .map(TaskInfo::ref)
        .map(TaskRef::id)
        .toList();
  }

  private static List<String> ids(List<TaskRef> refs) {
    return refs.stream().map(TaskRef::id).toList();
  }

  private List<Integer> processed(int count) throws InterruptedException {
    Desk desk = application.get(Desk.class);
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < count) {
      Integer next = desk.take();
      assertThat(next).as("number %s of %s", numbers.size(), count).isNotNull();
      numbers.add(next);
    }
    return numbers;
  }

  @Test
  void exactlyWhatWasCommittedOfAThousandTransactionsIsProcessed() throws Exception {
    Random random = new Random(4);
    List<Integer> committed = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      transactions.begin();
      client.enqueue("number", i);
      if (random.nextBoolean()) {
        transactions.commit();
        committed.add(i);
      } else {
        transactions.rollback();
      }
    }
    client.enqueue("number", -1);
    committed.add(-1);
    assertThat(processed(committed.size())).containsExactlyInAnyOrderElementsOf(committed);
    assertThat(committed).hasSizeBetween(450, 550);
  }

  @Test
  void tasksOfATransactionAreStoredInOrderOnceItIsCommitted() throws Exception {
    transactions.begin();
    List<TaskRef> refs = new ArrayList<>();
    refs.add(client.enqueue("t", 1, WAITING));
    refs.addAll(client.enqueueAll(List.of(Task.of("t", 2), Task.of("t", 3)), WAITING));
    CompletableFuture<TaskRef> last =
        client.enqueueAsync(Task.of("t", 4), WAITING).toCompletableFuture();
    assertThat(waiting()).isEmpty();
    assertThat(last).isNotDone();
    transactions.commit();
    refs.add(last.getNow(null));
    assertThat(waiting()).containsExactlyElementsOf(ids(refs));
  }

  @Test
  void nothingIsLeftOfARollback() throws Exception {
    transactions.begin();
    client.enqueue("t", 1, WAITING);
    CompletableFuture<TaskRef> stage =
        client.enqueueAsync(Task.of("t", 2), WAITING).toCompletableFuture();
    transactions.rollback();
    assertThat(waiting()).isEmpty();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(stage::get)
        .havingCause()
        .isInstanceOfSatisfying(
            EnqueueException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_WRITTEN))
        .withMessageContaining("its transaction was rolled back");
    assertThat(application.get(Desk.class).notEnqueued()).isEmpty();
  }

  @Test
  void aTransactionThatCanOnlyRollBackEnqueuesNothing() throws Exception {
    transactions.begin();
    client.enqueue("t", 1, WAITING);
    transactions.setRollbackOnly();
    client.enqueue("t", 2, WAITING);
    CompletableFuture<TaskRef> stage =
        client.enqueueAsync(Task.of("t", 3), WAITING).toCompletableFuture();
    assertThat(stage).isCompletedExceptionally();
    assertThatExceptionOfType(RollbackException.class).isThrownBy(transactions::commit);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void aTransactionWithinAnotherHasItsOwnTasks() throws Exception {
    transactions.begin();
    client.enqueue("t", "outer", WAITING);
    Transaction outer = transactions.suspend();
    TaskRef outside = client.enqueue("t", "outside", WAITING);
    transactions.begin();
    TaskRef inner = client.enqueue("t", "inner", WAITING);
    transactions.commit();
    transactions.resume(outer);
    TaskRef late = client.enqueue("t", "outer too", WAITING);
    assertThat(waiting()).containsExactly(outside.id(), inner.id());
    transactions.rollback();
    assertThat(waiting()).containsExactly(outside.id(), inner.id()).doesNotContain(late.id());
  }

  @Test
  void enqueueNowTakesNoNoticeOfTheTransaction() throws Exception {
    transactions.begin();
    TaskRef ref = client.enqueueNow("t", 1, WAITING);
    assertThat(waiting()).containsExactly(ref.id());
    transactions.rollback();
    assertThat(waiting()).containsExactly(ref.id());
  }

  @Test
  void configurationTurnsItOff() throws Exception {
    application.close();
    application = start("false");
    transactions.begin();
    TaskRef ref = application.get(KronosClient.class).enqueue("t", 1, WAITING);
    assertThat(waiting()).containsExactly(ref.id());
    transactions.rollback();
  }

  @Test
  void handlersEnqueueInTransactionsOfTheirOwn() throws Exception {
    client.enqueue("chain", 10);
    assertThat(processed(1)).containsExactly(11);
  }

  @Test
  void mistakesAreToldAtTheEnqueue() throws Exception {
    transactions.begin();
    assertThatExceptionOfType(PayloadException.class)
        .isThrownBy(() -> client.enqueue(Task.of("t", new byte[9 << 20])));
    transactions.commit();
    assertThat(application.get(Desk.class).notEnqueued()).isEmpty();
  }

  @Test
  void aTaskThatMeetsAnotherIsToldOfAfterTheCommit() throws Exception {
    EnqueueOption unique = EnqueueOption.unique(Unique.byKey("k", Duration.ofMinutes(1)));
    TaskRef first = client.enqueue("t", 1, WAITING, unique);
    transactions.begin();
    TaskRef second = client.enqueue("t", 2, WAITING, unique);
    transactions.commit();
    assertThat(waiting()).containsExactly(first.id());
    assertThat(application.get(Desk.class).notEnqueued())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.task()).isEqualTo(second);
              assertThat(event.reason()).isInstanceOf(DuplicateTaskException.class);
            });
  }

  @Test
  void theCommitStandsAndTheTaskIsToldOfWhenRedisIsAway() throws Exception {
    transactions.begin();
    TaskRef ref = client.enqueue("t", 1, WAITING);
    redis.close();
    transactions.commit();
    assertThat(application.get(Desk.class).notEnqueued())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.task()).isEqualTo(ref);
              assertThat(event.type()).isEqualTo("t");
              assertThat(event.reason().getMessage()).contains(ref.id());
            });
  }

  @Test
  void whatIsEnqueuedBeforeTheEndBelongsToTheTransactionAndWhatComesAfterDoesNot()
      throws Exception {
    List<TaskRef> refs = new ArrayList<>();
    transactions.begin();
    transactions
        .getTransaction()
        .registerSynchronization(
            new Endings(
                () -> refs.add(client.enqueue("t", "before", WAITING)),
                status -> refs.add(client.enqueue("t", "after", WAITING))));
    transactions.commit();
    assertThat(waiting()).containsExactlyInAnyOrderElementsOf(ids(refs));
    assertThat(refs).hasSize(2);

    transactions.begin();
    transactions
        .getTransaction()
        .registerSynchronization(
            new Endings(() -> {}, status -> refs.add(client.enqueue("t", "undone", WAITING))));
    transactions.rollback();
    assertThat(waiting()).hasSize(3).contains(refs.get(2).id());
  }

  private record Endings(Runnable before, IntConsumer after) implements Synchronization {
    @Override
    public void beforeCompletion() {
      before.run();
    }

    @Override
    public void afterCompletion(int status) {
      after.accept(status);
    }
  }
}
