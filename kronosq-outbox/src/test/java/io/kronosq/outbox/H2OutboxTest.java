package io.kronosq.outbox;

import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;

class H2OutboxTest extends OutboxContract {
  @Override
  TransactionalSource.Connector database() {
    return JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "")
        ::getConnection;
  }
}
