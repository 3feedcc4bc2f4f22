package io.kronosq.it.drills;

import io.kronosq.KronosClient;
import io.kronosq.client.EnqueueBatcher;
import io.kronosq.client.EnqueueGate;
import io.kronosq.client.PreparedTask;
import io.kronosq.client.UnitOfWork;
import io.kronosq.outbox.Outbox;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskRef;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A server with an outbox, in a JVM of its own. Its threads write orders, each with a task or two
 * in the same transaction, and roll some back. Its relay is slow in the test's own database
 * wrapper, before it begins and before it commits. The end of its standard input halts it.
 */
public final class OutboxProcess {
  private static final int WRITERS = 2;

  private final String name;
  private final SlowRelaySource source;
  private final Outbox outbox;
  private final KronosClient client;

  private OutboxProcess(String name, String redisUri, String databaseUrl) {
    this.name = name;
    source = new SlowRelaySource(databaseUrl);
    RedisTaskStore store = RedisTaskStore.open(RedisConfig.parse(redisUri));
    outbox =
        Outbox.builder(source.asDataSource(), store)
            .interval(Duration.ofMillis(200))
            .server(name)
            .build();
    client = KronosClient.builder(store).gate(new WriterGate()).build();
  }

  /** Arguments: name, URI of Redis, URL of the database. */
  public static void main(String[] args) throws IOException {
    OutboxProcess process = new OutboxProcess(args[0], args[1], args[2]);
    process.outbox.start(Executors.newSingleThreadExecutor());
    for (int i = 0; i < WRITERS; i++) {
      String writer = process.name + "/" + i;
      Thread thread = new Thread(() -> process.write(writer), writer);
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println("up");
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
    Runtime.getRuntime().halt(0);
  }

  private void write(String writer) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int number = 0; ; number += 2) {
      try {
        writeOrders(writer, number, random.nextInt(5) == 0);
        Thread.sleep(random.nextInt(4));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void writeOrders(String writer, int number, boolean refused) throws SQLException {
    UnitOfWork work = outbox.begin();
    WriterGate.CURRENT.set(work);
    try (Connection connection = source.begin()) {
      write(connection, writer, number);
      write(connection, writer, number + 1);
      if (refused) {
        source.end(Connection::rollback);
        work.discard("it is refused");
      } else {
        source.end(Connection::commit);
        work.release();
      }
    } finally {
      WriterGate.CURRENT.remove();
    }
  }

  private void write(Connection connection, String writer, int number) throws SQLException {
    TaskRef task =
        client.enqueue("order", writer + " " + number, EnqueueOption.queue(Exercise.QUEUE));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO orders (task_id, writer) VALUES (?, ?)")) {
      insert.setString(1, task.id());
      insert.setString(2, writer);
      insert.executeUpdate();
    }
  }

  /** Closed for threads that have begun a transaction. */
  private static final class WriterGate implements EnqueueGate {
    static final ThreadLocal<UnitOfWork> CURRENT = new ThreadLocal<>();

    @Override
    public boolean isOpen() {
      return CURRENT.get() == null;
    }

    @Override
    public List<CompletionStage<TaskRef>> hold(List<PreparedTask> tasks, EnqueueBatcher batcher) {
      return CURRENT.get().add(tasks);
    }
  }
}
