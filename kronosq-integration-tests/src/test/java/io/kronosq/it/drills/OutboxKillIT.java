package io.kronosq.it.drills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosServer;
import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.handler.TaskRouter;
import io.kronosq.outbox.Outbox;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Servers with an outbox in a database of the drill's, killed between commit and relay. */
@DisabledOnOs(OS.WINDOWS)
class OutboxKillIT {
  private static final int KILLS = 50;
  private static final int PROCESSES = 2;

  /** Tasks as they arrived in Redis, each with what it says. */
  private final List<String> ids = Collections.synchronizedList(new ArrayList<>());

  private final List<String> payloads = Collections.synchronizedList(new ArrayList<>());

  private final Set<String> arrived = Collections.synchronizedSet(new HashSet<>());

  private record Counts(int attempts, int unsent, int sent) {}

  @Test
  @Timeout(240)
  void nothingIsLostAndNothingIsTwiceInRedisWhateverIsKilled() throws Exception {
    long begun = System.nanoTime();
    System.setProperty("h2.bindAddress", "127.0.0.1");
    Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    String url = "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/mem:drill;DB_CLOSE_DELAY=-1";
    try (EmbeddedRedis redis = EmbeddedRedis.builder().inMemory().build().start();
        Connection connection = DriverManager.getConnection(url);
        RedisTaskStore store = RedisTaskStore.open(RedisConfig.parse(redis.uri()));
        KronosServer consumer = consumer(store)) {
      prepare(connection, url, store);
      consumer.start();
      Counts counts = kill(redis.uri(), url, connection);
      relayTheRest(url, store, connection);
      Set<String> committed = texts(connection, "SELECT task_id FROM orders");
      Inspector inspector = Inspector.of(store);
      while (inspector.queue(Exercise.QUEUE).size() > 0 || !arrived.containsAll(committed)) {
        Exercise.elapse(Duration.ofMillis(20));
      }
      assertThat(ids).as("tasks in Redis").doesNotHaveDuplicates();
      assertThat(arrived).as("tasks in Redis").isEqualTo(committed);
      assertOrderOfEachWriter();
      DrillReport.line(
          "kill -9 between commit and relay",
          "%d kills with committed rows that were not relayed, %d of them with rows that were sent"
              + " and not deleted; %d tasks committed, 0 lost, 0 twice in Redis, in order; drill %.0f s",
          counts.unsent() + counts.sent(),
          counts.sent(),
          committed.size(),
          (System.nanoTime() - begun) / 1e9);
    } finally {
      database.stop();
    }
  }

  private KronosServer consumer(RedisTaskStore store) {
    return KronosServer.builder(store)
        .queue(Exercise.QUEUE, 1)
        .concurrency(1)
        .router(
            new TaskRouter()
                .handle(
                    "order",
                    task -> {
                      ids.add(task.taskId());
                      payloads.add(new String(task.payload(), UTF_8));
                      arrived.add(task.taskId());
                    }))
        .build();
  }

  private static void prepare(Connection connection, String url, RedisTaskStore store)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (task_id VARCHAR(64), writer VARCHAR(64))");
    }
    ExecutorService nowhere = Executors.newSingleThreadExecutor();
    try (Outbox outbox = outbox(url, store)) {
      outbox.start(nowhere);
    } finally {
      nowhere.shutdown();
    }
  }

  private static Outbox outbox(String url, RedisTaskStore store) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    return Outbox.builder(source, store).createTable(true).build();
  }

  /** Kills processes that have committed rows which no relay has sent, or has sent and deleted. */
  private Counts kill(String redisUri, String url, Connection connection) throws SQLException {
    Deque<DrillJvm> living = new ArrayDeque<>();
    int attempts = 0;
    int unsent = 0;
    int sent = 0;
    try {
      for (int i = 0; i < PROCESSES; i++) {
        living.add(launch(i, redisUri, url));
      }
      while (unsent + sent < KILLS) {
        DrillJvm victim = living.remove().awaitUp();
        awaitRows(victim, connection);
        victim.kill();
        living.add(launch(PROCESSES + attempts++, redisUri, url));
        // What the others relay meanwhile is not counted.
        Set<String> left = rowsOf(victim, connection);
        if (left.stream().anyMatch(arrived::contains)) {
          sent++;
        } else if (!left.isEmpty()) {
          unsent++;
        }
      }
      return new Counts(attempts, unsent, sent);
    } finally {
      living.forEach(DrillJvm::close);
    }
  }

  /** Freezes a process when rows of its own are left. */
  private static DrillJvm launch(int number, String redisUri, String databaseUrl) {
    String name = "outbox-" + number;
    return DrillJvm.launch(OutboxProcess.class, name, name, redisUri, databaseUrl);
  }

  private static void awaitRows(DrillJvm victim, Connection connection) throws SQLException {
    victim.freeze();
    while (rowsOf(victim, connection).isEmpty()) {
      victim.thaw();
      Exercise.elapse(Duration.ofMillis(5));
      victim.freeze();
    }
  }

  private static Set<String> rowsOf(DrillJvm victim, Connection connection) throws SQLException {
    return texts(
        connection,
        "SELECT o.task_id FROM kronosq_outbox o JOIN orders b ON b.task_id = o.task_id"
            + " WHERE b.writer LIKE '"
            + victim.name()
            + "/%'");
  }

  private static void relayTheRest(String url, RedisTaskStore store, Connection connection)
      throws SQLException {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Outbox outbox = outbox(url, store)) {
      outbox.start(thread);
      while (!texts(connection, "SELECT task_id FROM kronosq_outbox").isEmpty()) {
        Exercise.elapse(Duration.ofMillis(20));
      }
      assertThat(outbox.status().setAside()).isZero();
    } finally {
      thread.shutdown();
    }
  }

  private void assertOrderOfEachWriter() {
    Map<String, Integer> last = new HashMap<>();
    for (String payload : payloads) {
      String writer = payload.substring(0, payload.indexOf(' '));
      int number = Integer.parseInt(payload.substring(payload.indexOf(' ') + 1));
      assertThat(number).as(writer).isGreaterThan(last.getOrDefault(writer, -1));
      last.put(writer, number);
    }
  }

  private static Set<String> texts(Connection connection, String query) throws SQLException {
    Set<String> texts = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        texts.add(found.getString(1));
      }
    }
    return texts;
  }
}
