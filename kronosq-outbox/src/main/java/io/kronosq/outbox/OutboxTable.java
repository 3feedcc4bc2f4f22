package io.kronosq.outbox;

import com.github.f4b6a3.ulid.Ulid;
import io.kronosq.client.PreparedTask;
import io.kronosq.client.PreparedTaskCodec;
import io.kronosq.task.KronosException;
import io.kronosq.time.TimeSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The outbox in the database: its rows, and the one row that a relay locks. */
final class OutboxTable {
  /** At most as many bytes as one call of the client carries, so that order is kept. */
  private static final long MAX_BYTES = 4 * 1024 * 1024;

  private static final int MAX_ERROR = 1_000;
  private static final int MAX_SERVER = 255;
  private static final Pattern NAME = Pattern.compile("(?:[A-Za-z]\\w{0,62}\\.)?[A-Za-z]\\w{0,56}");

  private final Dialect dialect;
  private final String table;
  private final TimeSource time = TimeSource.system();

  /**
   * @param table its name, with or without a schema
   */
  OutboxTable(Dialect dialect, String table) {
    this.dialect = dialect;
    this.table = checkName(table);
  }

  /** Checks the name of the table, which becomes part of statements. */
  static String checkName(String table) {
    if (!NAME.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "'"
              + table
              + "' can't be the outbox's table: use letters, digits and underscores, with or without"
              + " a schema before a dot");
    }
    return table;
  }

  /** Whether both tables can be read. */
  boolean exists(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT seq FROM " + table + " WHERE seq < 0").close();
      statement.executeQuery("SELECT id FROM " + table + "_relay WHERE id < 0").close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Creates both tables. */
  void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String definition : dialect.definitions(table)) {
        statement.execute(definition);
      }
    }
  }

  /** Gives the outbox its name, unless it has one. */
  void giveName(Connection connection) throws SQLException {
    if (name(connection) != null) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO " + table + "_relay (id, outbox, taken_at) VALUES (1, ?, ?)")) {
      insert.setString(1, Ulid.fast().toString());
      insert.setLong(2, time.now().toEpochMilli());
      insert.executeUpdate();
    } catch (SQLException e) {
      // Another server may have been quicker.
      if (name(connection) == null) {
        throw e;
      }
    }
  }

  private @Nullable String name(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT outbox FROM " + table + "_relay WHERE id = 1")) {
      return found.next() ? found.getString(1) : null;
    }
  }

  /** Inserts tasks in their order. */
  void insert(Connection connection, List<PreparedTask> tasks) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " (task_id, task_queue, task_type, task_data, created_at) VALUES (?, ?, ?, ?, ?)")) {
      long now = time.now().toEpochMilli();
      for (PreparedTask task : tasks) {
        statement.setString(1, task.task().id());
        statement.setString(2, task.queue());
        statement.setString(3, task.type());
        statement.setBytes(4, PreparedTaskCodec.encode(task));
        statement.setLong(5, now);
        if (tasks.size() == 1) {
          statement.executeUpdate();
        } else {
          statement.addBatch();
        }
      }
      if (tasks.size() > 1) {
        statement.executeBatch();
      }
    }
  }

  /** Inserts a row that no relay sends. */
  void insertProbe(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " (task_id, task_queue, task_type, task_data, created_at, error_text)"
                + " VALUES (?, 'none', 'none', ?, 0, 'a probe, not a task')")) {
      statement.setString(1, id);
      statement.setBytes(2, new byte[] {0});
      statement.executeUpdate();
    }
  }

  /** Whether it was there. */
  boolean deleteProbe(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM " + table + " WHERE task_id = ? AND created_at = 0")) {
      statement.setString(1, id);
      return statement.executeUpdate() > 0;
    }
  }

  /**
   * Has no other relay send until the transaction ends. Waits for one that does.
   *
   * @param server who it is, for people who look at the table
   * @return the name of the outbox among all that use the same Redis
   */
  String lock(Connection connection, String server) throws SQLException {
    // An update locks on every database, and before anything is read.
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE " + table + "_relay SET server = ?, taken_at = ? WHERE id = 1")) {
      update.setString(1, server.substring(0, Math.min(MAX_SERVER, server.length())));
      update.setLong(2, time.now().toEpochMilli());
      update.executeUpdate();
    }
    String name = name(connection);
    if (name == null) {
      throw new KronosException(
          "The row of " + table + "_relay is gone: restart the application, which makes it anew");
    }
    return name;
  }

  /**
   * The first rows.
   *
   * @param rows in their order
   * @param more whether there may be others behind them
   */
  record Head(List<OutboxRow> rows, boolean more) {}

  /**
   * The first rows that are not set aside.
   *
   * @param most how many
   */
  Head first(Connection connection, int most) throws SQLException {
    List<OutboxRow> rows = new ArrayList<>();
    long bytes = 0;
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                dialect.limited(
                    "SELECT seq, task_type, task_id, task_data FROM "
                        + table
                        + " WHERE error_text IS NULL ORDER BY seq",
                    most))) {
      while (found.next()) {
        byte[] data = found.getBytes(4);
        bytes += data.length;
        if (bytes > MAX_BYTES && !rows.isEmpty()) {
          return new Head(rows, true);
        }
        rows.add(new OutboxRow(found.getLong(1), found.getString(2), found.getString(3), data));
      }
    }
    return new Head(rows, rows.size() == most);
  }

  /** Deletes rows. */
  void delete(Connection connection, List<Long> numbers) throws SQLException {
    if (numbers.isEmpty()) {
      return;
    }
    // Few different statements, so that databases and drivers can keep them.
    int marks = Math.max(1, Integer.highestOneBit(2 * numbers.size() - 1));
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM "
                + table
                + " WHERE seq IN ("
                + String.join(", ", Collections.nCopies(marks, "?"))
                + ")")) {
      for (int i = 0; i < marks; i++) {
        statement.setLong(i + 1, numbers.get(Math.min(i, numbers.size() - 1)));
      }
      statement.executeUpdate();
    }
  }

  /** Has a row passed over from now on. */
  void setAside(Connection connection, long number, String error) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE " + table + " SET error_text = ? WHERE seq = ?")) {
      statement.setString(1, error.substring(0, Math.min(MAX_ERROR, error.length())));
      statement.setLong(2, number);
      statement.executeUpdate();
    }
  }

  /** Counts of rows. */
  record Counts(long pending, long oldestMillis, long setAside) {}

  Counts counts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long pending;
      long oldest;
      try (ResultSet found =
          statement.executeQuery(
              "SELECT COUNT(*), MIN(created_at) FROM " + table + " WHERE error_text IS NULL")) {
        found.next();
        pending = found.getLong(1);
        oldest = found.getLong(2);
      }
      try (ResultSet found =
          statement.executeQuery(
              "SELECT COUNT(*) FROM " + table + " WHERE error_text IS NOT NULL")) {
        found.next();
        return new Counts(pending, oldest, found.getLong(1));
      }
    }
  }

  @Override
  public String toString() {
    return table;
  }
}
