package io.kronosq.outbox;

import com.github.f4b6a3.ulid.Ulid;
import io.kronosq.client.EnqueueBatcher;
import io.kronosq.client.LateFailureListener;
import io.kronosq.client.PreparedTask;
import io.kronosq.client.UnitOfWork;
import io.kronosq.store.TaskStore;
import io.kronosq.task.KronosException;
import io.kronosq.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A table of the application's database in which tasks wait until they are in Redis. They are
 * inserted by the transaction that enqueues them, and so are there if and only if it was committed;
 * whatever dies after that, some server sends them, in the order of the table, and Redis stores
 * each of them once. Safe for use by many threads.
 */
public final class Outbox implements AutoCloseable {
  /** Most tasks that are sent together. */
  public static final int MAX_BATCH = 500;

  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);

  private final DataSource source;
  private final TaskStore store;
  private final OutboxTable table;
  private final OutboxRelay relay;
  private final boolean createsTable;
  private final Duration interval;
  private final TimeSource time = TimeSource.system();
  private volatile @Nullable RelayLoop loop;

  private Outbox(Builder builder) {
    source = builder.source;
    store = builder.store;
    interval = builder.interval;
    table = tableOf(builder);
    createsTable = builder.createsTable;
    relay =
        new OutboxRelay(
            source,
            table,
            new RowSender(
                new EnqueueBatcher(store, builder.timeout, time), builder.failureListener),
            builder.server,
            builder.batchSize);
  }

  /**
   * Builds an outbox.
   *
   * @param source the database; where tasks are enqueued in transactions, it takes part in these
   * @param store where the tasks go; stays open
   */
  public static Builder builder(DataSource source, TaskStore store) {
    return new Builder(source, store);
  }

  private static OutboxTable tableOf(Builder builder) {
    try (Connection connection = builder.source.getConnection()) {
      return new OutboxTable(Dialect.of(connection.getMetaData()), builder.table);
    } catch (SQLException e) {
      throw new KronosException(
          "The database of the outbox can't be reached: " + e.getMessage(), e);
    }
  }

  /**
   * Creates the tables if it is to, and begins to relay, now and whenever there is something to do,
   * until this is closed. To be called once, and in no transaction.
   *
   * @param executor runs what uses the database, at most one action at a time, which lasts as long
   *     as there are tasks to send
   * @throws KronosException when the tables are missing and are not to be created, or can't be
   */
  public void start(Executor executor) {
    seeToTables();
    RelayLoop started = new RelayLoop(relay::pass, store.loop(), executor, interval);
    loop = started;
    started.wake();
  }

  private void seeToTables() {
    using(
        connection -> {
          if (!table.exists(connection)) {
            if (!createsTable) {
              throw new KronosException(
                  "The tables "
                      + table
                      + " and "
                      + table
                      + "_relay of the outbox can't be read: create them, or have them created");
            }
            createTables(connection);
          }
          table.giveName(connection);
        });
  }

  private void createTables(Connection connection) throws SQLException {
    try {
      table.create(connection);
    } catch (SQLException e) {
      // Another server may have been quicker.
      if (!table.exists(connection)) {
        throw e;
      }
    }
  }

  /** Runs something in a transaction, which it then rolls back. */
  @FunctionalInterface
  public interface RolledBack {
    /**
     * Runs it.
     *
     * @param action uses the database on the calling thread
     */
    void run(Runnable action);
  }

  /**
   * Makes sure that a rollback takes back what was inserted; where the data source takes no part in
   * transactions, tasks would be sent whatever becomes of these. To be called once it has started.
   *
   * @param transactions those that tasks are enqueued in
   * @throws KronosException when it does not
   */
  public void checkRollback(RolledBack transactions) {
    String probe = Ulid.fast().toString();
    transactions.run(() -> using(connection -> table.insertProbe(connection, probe)));
    using(
        connection -> {
          if (table.deleteProbe(connection, probe)) {
            throw new KronosException(
                "The data source of the outbox's table "
                    + table
                    + " takes no part in transactions: a row was still there after the rollback. Use"
                    + " one that does (on WildFly, one with jta=true)");
          }
        });
  }

  private interface Action {
    void with(Connection connection) throws SQLException;
  }

  private void using(Action action) {
    try (Connection connection = source.getConnection()) {
      action.with(connection);
    } catch (SQLException e) {
      throw new KronosException(
          "The outbox's table " + table + " can't be used: " + e.getMessage(), e);
    }
  }

  /** The tasks of a transaction that begins; each is inserted by the thread that adds it. */
  public UnitOfWork begin() {
    return new OutboxTasks(this);
  }

  /**
   * Inserts tasks by the transaction of the calling thread.
   *
   * @throws KronosException when the database refuses them; it says so when the transaction only
   *     has to be repeated
   */
  void insert(List<PreparedTask> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    try (Connection connection = source.getConnection()) {
      table.insert(connection, tasks);
    } catch (SQLException e) {
      throw new KronosException(
          "Task "
              + tasks.get(0).task().id()
              + " of type '"
              + tasks.get(0).type()
              + "' can't be put into the outbox's table "
              + table
              + ": "
              + e.getMessage()
              + (isTransient(e) ? ". Nothing was stored; repeat the transaction" : ""),
          e);
    }
  }

  /** Whether the database calls a failure, or what is behind that of a batch, a passing one. */
  private static boolean isTransient(@Nullable Throwable failure) {
    return failure != null
        && (failure instanceof SQLTransientException || isTransient(failure.getCause()));
  }

  /** Has tasks sent that were committed just now. */
  public void wake() {
    RelayLoop started = loop;
    if (started != null) {
      started.wake();
    }
  }

  /**
   * Looks at the outbox; asks the database.
   *
   * @throws KronosException when that does not answer
   */
  public OutboxStatus status() {
    RelayLoop started = loop;
    try (Connection connection = source.getConnection()) {
      OutboxTable.Counts counts = table.counts(connection);
      long waited = time.now().toEpochMilli() - counts.oldestMillis();
      return new OutboxStatus(
          counts.pending(),
          Duration.ofMillis(counts.pending() == 0 ? 0 : Math.max(0, waited)),
          counts.setAside(),
          relay.relayed(),
          started == null ? null : started.problem());
    } catch (SQLException e) {
      throw new KronosException("The outbox can't be looked at: " + e.getMessage(), e);
    }
  }

  /**
   * Checks the name of a table.
   *
   * @param name letters, digits and underscores, with or without a schema before a dot
   * @return the same name
   * @throws IllegalArgumentException when it is something else
   */
  public static String checkTable(String name) {
    return OutboxTable.checkName(name);
  }

  /** The name of the table. */
  @Override
  public String toString() {
    return table.toString();
  }

  /** Relays no more; waits up to 10 s for what is under way. Tasks stay in the table. */
  @Override
  public void close() {
    RelayLoop started = loop;
    if (started != null) {
      started.close(CLOSED_WITHIN);
    }
  }

  /** Settings of an outbox. */
  public static final class Builder {
    private final DataSource source;
    private final TaskStore store;
    private String table = Dialect.TABLE;
    private boolean createsTable;
    private Duration interval = Duration.ofSeconds(5);
    private Duration timeout = Duration.ofSeconds(5);
    private int batchSize = MAX_BATCH;
    private String server = "";
    private LateFailureListener failureListener = (task, reason) -> {};

    private Builder(DataSource source, TaskStore store) {
      this.source = source;
      this.store = store;
    }

    /**
     * The table; {@code kronosq_outbox} unless set. Beside it there is one whose name ends with
     * {@code _relay}.
     *
     * @param name letters, digits and underscores, with or without a schema before a dot
     * @throws IllegalArgumentException when it is something else
     */
    public Builder table(String name) {
      table = OutboxTable.checkName(name);
      return this;
    }

    /**
     * Whether the tables are created when they are missing; not unless set.
     *
     * @param value whether they are
     */
    public Builder createTable(boolean value) {
      createsTable = value;
      return this;
    }

    /**
     * How often the table is looked at for what other servers left behind; every 5 s unless set.
     *
     * @param value at least 10 ms
     */
    public Builder interval(Duration value) {
      if (value.toMillis() < 10) {
        throw new IllegalArgumentException(
            "The interval of an outbox must be at least 10 ms, not " + value);
      }
      interval = value;
      return this;
    }

    /**
     * How long sending some tasks may take before they are tried again; 5 s unless set.
     *
     * @param value at least 1 ms
     */
    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    /**
     * How many tasks are sent together at most; 500 unless set.
     *
     * @param tasks 1 to {@value Outbox#MAX_BATCH}
     */
    public Builder batchSize(int tasks) {
      if (tasks < 1 || tasks > MAX_BATCH) {
        throw new IllegalArgumentException(
            "The batch size of an outbox must be 1 to " + MAX_BATCH + ", not " + tasks);
      }
      batchSize = tasks;
      return this;
    }

    /**
     * Who relays, for people who look at the table; nothing unless set.
     *
     * @param name any text
     */
    public Builder server(String name) {
      server = name;
      return this;
    }

    /**
     * Told of tasks that met another one and so were left out; nobody unless set.
     *
     * @param listener called on the executor
     */
    public Builder onFailure(LateFailureListener listener) {
      failureListener = listener;
      return this;
    }

    /**
     * The outbox. It does not relay until it is started.
     *
     * @throws KronosException when the database is of an unknown kind or does not answer
     */
    public Outbox build() {
      return new Outbox(this);
    }
  }
}
