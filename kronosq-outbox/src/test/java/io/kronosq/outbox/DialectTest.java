package io.kronosq.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.client.PreparedTask;
import io.kronosq.store.Confirmation;
import io.kronosq.store.NewTask;
import io.kronosq.task.Due;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements for databases that are not at hand, in H2's modes that take their dialects. */
class DialectTest {
  private static PreparedTask task(String id) {
    NewTask task = new NewTask(id, true, new byte[] {1}, Due.NOW, null);
    return new PreparedTask("type", "queue", task, null, Confirmation.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "H2, REGULAR",
    "POSTGRESQL, PostgreSQL",
    "MYSQL, MySQL",
    "MYSQL, MariaDB",
    "ORACLE, Oracle",
    "SQLSERVER, MSSQLServer"
  })
  void statementsAreTaken(Dialect dialect, String mode) throws Exception {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=" + mode;
    try (Connection connection = DriverManager.getConnection(url)) {
      OutboxTable table = new OutboxTable(dialect, "box");
      assertThat(table.exists(connection)).isFalse();
      try (Statement statement = connection.createStatement()) {
        for (String definition : dialect.definitions("box")) {
          // An option of Oracle's that H2 does not know.
          statement.execute(definition.replace(" (ORDER)", ""));
        }
      }
      assertThat(table.exists(connection)).isTrue();
      table.giveName(connection);
      table.insert(connection, List.of(task("a"), task("b"), task("c")));
      assertThat(table.lock(connection, "me")).hasSize(26);
      OutboxTable.Head head = table.first(connection, 2);
      assertThat(head.more()).isTrue();
      assertThat(head.rows()).extracting(OutboxRow::id).containsExactly("a", "b");
      table.delete(connection, List.of(head.rows().get(0).number()));
      table.setAside(connection, head.rows().get(1).number(), "x".repeat(2000));
      assertThat(table.first(connection, 2).rows()).extracting(OutboxRow::id).containsExactly("c");
      OutboxTable.Counts counts = table.counts(connection);
      assertThat(counts.pending()).isEqualTo(1);
      assertThat(counts.setAside()).isEqualTo(1);
    }
  }
}
