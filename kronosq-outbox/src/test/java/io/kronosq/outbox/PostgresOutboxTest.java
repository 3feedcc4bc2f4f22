package io.kronosq.outbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs where {@code -Dkronosq.postgres.url=jdbc:postgresql://host/database?user=…} names a database
 * in which schemas may be created.
 */
@EnabledIfSystemProperty(
    named = "kronosq.postgres.url",
    matches = ".+",
    disabledReason = "kronosq.postgres.url names no PostgreSQL")
class PostgresOutboxTest extends OutboxContract {
  private final String url = System.getProperty("kronosq.postgres.url");

  @Override
  TransactionalSource.Connector database() throws SQLException {
    String schema = "s" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    }
    return () -> DriverManager.getConnection(url + "&currentSchema=" + schema);
  }
}
