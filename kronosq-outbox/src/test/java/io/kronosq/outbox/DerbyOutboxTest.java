package io.kronosq.outbox;

import java.sql.DriverManager;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;

class DerbyOutboxTest extends OutboxContract {
  @BeforeAll
  static void quiet() {
    System.setProperty("derby.stream.error.file", "target/derby.log");
  }

  @Override
  TransactionalSource.Connector database() {
    String url = "jdbc:derby:memory:" + UUID.randomUUID() + ";create=true";
    return () -> DriverManager.getConnection(url);
  }
}
