package io.kronosq.outbox;

import io.kronosq.store.StoreException;
import io.kronosq.store.StoreException.Kind;
import io.kronosq.task.EnqueueException;
import io.kronosq.task.EnqueueException.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves rows into Redis, one pass at a time. A pass locks out those of other servers, sends the
 * first rows, and deletes them. When it dies in between, the next one sends the same rows, and the
 * store knows which it has.
 */
final class OutboxRelay {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

  /** Rows of a pass in which each is sent by itself. */
  private static final int SINGLY = 20;

  /** As many rows may be refused one after another before it is not them that are to blame. */
  private static final int MAX_SUSPECTS = 10;

  private final DataSource source;
  private final OutboxTable table;
  private final RowSender sender;
  private final String server;
  private final int batchSize;
  private final AtomicLong relayed = new AtomicLong();

  // One of the rows is to blame, perhaps. Used by one pass at a time.
  private boolean singly;

  OutboxRelay(
      DataSource source, OutboxTable table, RowSender sender, String server, int batchSize) {
    this.source = source;
    this.table = table;
    this.sender = sender;
    this.server = server;
    this.batchSize = batchSize;
  }

  /** How many tasks were sent. */
  long relayed() {
    return relayed.get();
  }

  /**
   * Sends the first rows.
   *
   * @return whether there may be more
   * @throws SQLException when the database fails
   * @throws EnqueueException when Redis does; what was stored is deleted all the same
   */
  boolean pass() throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      boolean committed = false;
      try {
        String outbox = table.lock(connection, server);
        OutboxTable.Head head = table.first(connection, singly ? SINGLY : batchSize);
        if (head.rows().isEmpty()) {
          return false;
        }
        EnqueueException failure = relay(connection, outbox, head.rows());
        connection.commit();
        committed = true;
        if (failure != null) {
          throw failure;
        }
        return head.more();
      } finally {
        if (!committed) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    }
  }

  private @Nullable EnqueueException relay(
      Connection connection, String outbox, List<OutboxRow> rows) throws SQLException {
    if (singly) {
      return relaySingly(connection, outbox, rows);
    }
    RowSender.Result result = sender.send(outbox, rows.get(0).number(), rows);
    settle(connection, result);
    EnqueueException failure = result.failure();
    singly = failure != null && mayBeOneRow(failure);
    return failure;
  }

  /** A row that is refused is to blame for that if one behind it is not. */
  private @Nullable EnqueueException relaySingly(
      Connection connection, String outbox, List<OutboxRow> rows) throws SQLException {
    List<OutboxRow> suspects = new ArrayList<>();
    EnqueueException failure = null;
    for (OutboxRow row : rows) {
      RowSender.Result result = sender.send(outbox, rows.get(0).number(), List.of(row));
      settle(connection, result);
      if (result.failure() != null) {
        failure = result.failure();
        suspects.add(row);
        if (suspects.size() > MAX_SUSPECTS || !mayBeOneRow(failure)) {
          return failure;
        }
      } else if (failure != null && !result.done().isEmpty()) {
        for (OutboxRow suspect : suspects) {
          setAside(connection, suspect, String.valueOf(failure.getMessage()));
        }
        suspects.clear();
        failure = null;
      }
    }
    singly = failure != null;
    return failure;
  }

  /** Whether Redis may have refused a call for what one task is like. */
  private static boolean mayBeOneRow(EnqueueException failure) {
    return failure.outcome() == Outcome.UNKNOWN
        || (failure.getCause() instanceof StoreException store && store.kind() == Kind.REFUSED);
  }

  private void settle(Connection connection, RowSender.Result result) throws SQLException {
    table.delete(connection, result.done());
    for (Map.Entry<OutboxRow, String> row : result.unreadable().entrySet()) {
      setAside(connection, row.getKey(), row.getValue());
    }
    relayed.addAndGet(result.stored());
  }

  private void setAside(Connection connection, OutboxRow row, String error) throws SQLException {
    LOG.error(
        "Task {} of type '{}', row {} of {}, can't be sent and is set aside: {}. To have it sent again,"
            + " set its error_text to NULL",
        row.id(),
        row.type(),
        row.number(),
        table,
        error);
    table.setAside(connection, row.number(), error);
  }
}
