package io.kronosq.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.KronosClient;
import io.kronosq.client.EnqueueBatcher;
import io.kronosq.client.EnqueueGate;
import io.kronosq.client.PreparedTask;
import io.kronosq.client.UnitOfWork;
import io.kronosq.inspect.TaskPage;
import io.kronosq.inspect.TaskQuery;
import io.kronosq.task.Aggregation;
import io.kronosq.task.DuplicateTaskException;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.KronosException;
import io.kronosq.task.Task;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.kronosq.task.Unique;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.TestRedis;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an outbox does, on any database. */
abstract class OutboxContract {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness engine = new EngineHarness(redis);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Outbox> outboxes = new ArrayList<>();
  private final Map<String, EnqueueException> failures =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private static final ThreadLocal<UnitOfWork> WORK = new ThreadLocal<>();
  TransactionalSource source;

  /** Connections to an empty database. */
  abstract TransactionalSource.Connector database() throws Exception;

  @BeforeEach
  void open() throws Exception {
    source = new TransactionalSource(database());
  }

  @AfterEach
  void close() {
    outboxes.forEach(Outbox::close);
    threads.shutdownNow();
  }

  private Outbox.Builder builder() {
    return Outbox.builder(source, engine.store())
        .createTable(true)
        .timeout(Duration.ofMillis(800))
        .interval(Duration.ofMillis(200))
        .onFailure((task, reason) -> failures.put(task.task().id(), reason));
  }

  private Outbox outbox(Outbox.Builder builder) {
    Outbox outbox = builder.build();
    outboxes.add(outbox);
    return outbox;
  }

  private Outbox started() {
    Outbox outbox = outbox(builder());
    outbox.start(threads);
    return outbox;
  }

  private KronosClient client(Outbox outbox) {
    return KronosClient.builder(engine.store()).gate(new ThreadGate(outbox)).build();
  }

  private final class ThreadGate implements EnqueueGate {
    private final Outbox outbox;

    ThreadGate(Outbox outbox) {
      this.outbox = outbox;
    }

    @Override
    public boolean isOpen() {
      return !source.isActive();
    }

    @Override
    public List<CompletionStage<TaskRef>> hold(List<PreparedTask> tasks, EnqueueBatcher batcher) {
      if (WORK.get() == null) {
        WORK.set(outbox.begin());
      }
      return WORK.get().add(tasks);
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private void committing(Action action) throws Exception {
    source.begin();
    action.run();
    source.commit();
    UnitOfWork done = WORK.get();
    WORK.remove();
    if (done != null) {
      done.release();
    }
  }

  /** Enqueues in a transaction, which is repeated while the database asks for that. */
  private List<TaskRef> committed(Outbox outbox, int count) throws Exception {
    List<TaskRef> told = new ArrayList<>();
    boolean done = false;
    while (!done) {
      try {
        committing(() -> told.addAll(client(outbox).enqueueAll(tasks(count))));
        done = true;
      } catch (KronosException e) {
        assertThat(e).hasMessageContaining("repeat the transaction");
        source.rollback();
        WORK.remove();
      }
    }
    return told;
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement created = connection.createStatement()) {
      created.execute(statement);
    }
  }

  private List<String> pending() {
    return page().tasks().stream().map(TaskInfo::ref).map(TaskRef::id).toList();
  }

  private TaskPage page() {
    return engine
        .inspector()
        .tasks(TaskQuery.of("default", TaskState.PENDING).limitedTo(TaskQuery.MAX_LIMIT));
  }

  private void awaitEmpty(Outbox outbox) {
    Await.until("the outbox", () -> outbox.status().pending() == 0);
  }

  private static List<Task> tasks(int count) {
    return IntStream.range(0, count).mapToObj(i -> Task.of("t", "p" + i)).toList();
  }

  private static List<String> ids(List<TaskRef> refs) {
    return refs.stream().map(TaskRef::id).toList();
  }

  @Test
  void committedTasksReachRedisInTheirOrder() throws Exception {
    Outbox outbox = started();
    KronosClient client = client(outbox);
    List<TaskRef> told = new ArrayList<>();
    committing(
        () -> {
          told.add(client.enqueue("t", "first"));
          told.addAll(client.enqueueAll(tasks(30)));
        });
    committing(() -> told.addAll(client.enqueueAll(tasks(3))));
    awaitEmpty(outbox);
    assertThat(pending()).containsExactlyElementsOf(ids(told));
    assertThat(outbox.status().relayed()).isEqualTo(34);
  }

  @Test
  void nothingIsLeftOfARollback() throws Exception {
    Outbox outbox = started();
    KronosClient client = client(outbox);
    source.begin();
    CompletionStage<TaskRef> stage = client.enqueueAsync(Task.of("t", "x"));
    source.rollback();
    WORK.get().discard("its transaction was rolled back");
    assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
    assertThat(outbox.status().pending()).isZero();
    assertThat(pending()).isEmpty();
  }

  @Test
  void tasksWaitWhileNobodyRelaysAndAreCounted() throws Exception {
    started().close();
    Outbox idle = outbox(builder());
    committing(() -> client(idle).enqueueAll(tasks(3)));
    OutboxStatus status = idle.status();
    assertThat(status.pending()).isEqualTo(3);
    assertThat(status.oldest()).isLessThan(Duration.ofMinutes(1));
    assertThat(status.setAside()).isZero();
    assertThat(pending()).isEmpty();
    Outbox next = started();
    awaitEmpty(next);
    assertThat(pending()).hasSize(3);
  }

  @Test
  void whatARelaySentButDidNotDeleteIsNotStoredAgainEvenWhenItIsProcessed() throws Exception {
    started().close();
    Outbox dying = outbox(builder());
    List<TaskRef> told = new ArrayList<>();
    EnqueueOption grouped =
        EnqueueOption.group("g", new Aggregation(100, Duration.ofHours(1), Duration.ofHours(1)));
    List<TaskRef> together = new ArrayList<>();
    committing(
        () -> {
          told.addAll(client(dying).enqueueAll(tasks(3)));
          together.add(client(dying).enqueue("t", "grouped", grouped));
        });
    source.failingCommits = 1;
    dying.start(threads);
    Await.until("the outbox", () -> dying.status().problem() != null);
    dying.close();
    assertThat(dying.status().pending()).isEqualTo(4);
    assertThat(pending()).containsExactlyElementsOf(ids(told));
    told.forEach(ref -> engine.inspector().deleteTask(ref.queue(), ref.id()));
    together.forEach(ref -> engine.inspector().deleteTask(ref.queue(), ref.id()));

    Outbox next = started();
    awaitEmpty(next);
    committing(() -> told.add(client(next).enqueue("t", "new")));
    awaitEmpty(next);
    assertThat(pending()).containsExactly(told.get(3).id());
    assertThat(engine.inspector().groups("default")).isEmpty();
    assertThat(failures).isEmpty();
  }

  @Test
  void severalServersRelayInOrderAndNothingTwice() throws Exception {
    started();
    started();
    Outbox third = started();
    List<TaskRef> told = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Outbox at = outboxes.get(i % 3);
      committing(() -> told.addAll(client(at).enqueueAll(tasks(3))));
    }
    awaitEmpty(third);
    assertThat(pending()).containsExactlyElementsOf(ids(told));
    assertThat(outboxes.stream().mapToLong(outbox -> outbox.status().relayed()).sum())
        .isEqualTo(300);
  }

  @Test
  void manyThreadsCommitAndEachOnesOrderIsKept() throws Exception {
    Outbox outbox = started();
    List<Future<List<TaskRef>>> running = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      running.add(
          threads.submit(
              () -> {
                List<TaskRef> own = new ArrayList<>();
                for (int i = 0; i < 25; i++) {
                  own.addAll(committed(outbox, 2));
                }
                return own;
              }));
    }
    List<List<String>> perThread = new ArrayList<>();
    for (Future<List<TaskRef>> one : running) {
      perThread.add(ids(one.get()));
    }
    awaitEmpty(outbox);
    List<String> stored = pending();
    assertThat(stored).hasSize(200).doesNotHaveDuplicates();
    for (List<String> own : perThread) {
      assertThat(stored.stream().filter(own::contains)).containsExactlyElementsOf(own);
    }
  }

  @Test
  void whatCantBeReadIsSetAsideAndOthersGoOn() throws Exception {
    started().close();
    Outbox outbox = outbox(builder());
    List<TaskRef> told = new ArrayList<>();
    committing(() -> told.addAll(client(outbox).enqueueAll(tasks(2))));
    try (Connection connection = source.getConnection();
        var update =
            connection.prepareStatement(
                "UPDATE kronosq_outbox SET task_data = ? WHERE task_id = ?")) {
      update.setBytes(1, new byte[] {1, 2, 3});
      update.setString(2, told.get(0).id());
      update.executeUpdate();
    }
    outbox.start(threads);
    awaitEmpty(outbox);
    assertThat(pending()).containsExactly(told.get(1).id());
    assertThat(outbox.status().setAside()).isEqualTo(1);
  }

  @Test
  void whatRedisRefusesIsSetAsideWhenItTakesOthers() throws Exception {
    redis.command("CONFIG", "SET", "proto-max-bulk-len", "1048576");
    try {
      started().close();
      Outbox outbox = outbox(builder());
      List<TaskRef> told = new ArrayList<>();
      committing(
          () -> {
            told.add(client(outbox).enqueue("t", "a"));
            told.add(client(outbox).enqueue(Task.of("t", new byte[2 << 20])));
            told.add(client(outbox).enqueue("t", "b"));
          });
      outbox.start(threads);
      awaitEmpty(outbox);
      assertThat(pending()).containsExactly(told.get(0).id(), told.get(2).id());
      assertThat(outbox.status().setAside()).isEqualTo(1);
    } finally {
      redis.command("CONFIG", "SET", "proto-max-bulk-len", "536870912");
    }
  }

  @Test
  void tasksStayWhileRedisIsAway() throws Exception {
    Outbox outbox = started();
    redis.stop();
    List<TaskRef> told = new ArrayList<>();
    try {
      committing(() -> told.addAll(client(outbox).enqueueAll(tasks(3))));
      Await.until("the outbox", () -> outbox.status().problem() != null);
      assertThat(outbox.status().pending()).isEqualTo(3);
    } finally {
      redis.startAgain();
    }
    awaitEmpty(outbox);
    Await.until("the outbox", () -> outbox.status().problem() == null);
    assertThat(pending()).containsExactlyElementsOf(ids(told));
  }

  @Test
  void aTaskThatMeetsAnotherIsToldAndLeftOut() throws Exception {
    Outbox outbox = started();
    EnqueueOption unique = EnqueueOption.unique(Unique.byType(Duration.ofMinutes(1)));
    List<TaskRef> told = new ArrayList<>();
    committing(
        () -> {
          told.add(client(outbox).enqueue("t", "a", unique));
          told.add(client(outbox).enqueue("t", "b", unique));
        });
    awaitEmpty(outbox);
    assertThat(pending()).containsExactly(told.get(0).id());
    assertThat(failures).containsOnlyKeys(told.get(1).id());
    assertThat(failures.get(told.get(1).id())).isInstanceOf(DuplicateTaskException.class);
  }

  @Test
  void missingTablesAreToldUnlessTheyAreToBeCreated() throws Exception {
    Outbox outbox = outbox(builder().table("other_box").createTable(false));
    assertThatExceptionOfType(KronosException.class)
        .isThrownBy(() -> outbox.start(threads))
        .withMessageContaining("other_box_relay");
    outbox(builder().table("other_box")).start(threads);
    sql("DELETE FROM other_box WHERE seq = 0");
  }

  @Test
  void aSourceThatTakesNoPartInTransactionsIsToldOf() {
    Outbox outbox = started();
    outbox.checkRollback(
        action -> {
          try {
            source.begin();
            action.run();
            source.rollback();
          } catch (SQLException e) {
            throw new AssertionError(e);
          }
        });
    assertThatExceptionOfType(KronosException.class)
        .isThrownBy(() -> outbox.checkRollback(Runnable::run))
        .withMessageContaining("takes no part in transactions");
    assertThat(outbox.status().setAside()).isZero();
  }
}
