package io.kronosq.outbox;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source with transactions that belong to a thread, as a server's has. */
final class TransactionalSource implements DataSource {
  private final Connector real;
  private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

  /** Opens connections. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  /** Fails this many of the commits to come that are not those of a thread's transaction. */
  int failingCommits;

  TransactionalSource(Connector real) {
    this.real = real;
  }

  void begin() throws SQLException {
    Connection connection = real.connect();
    connection.setAutoCommit(false);
    CURRENT.set(connection);
  }

  boolean isActive() {
    return CURRENT.get() != null;
  }

  void commit() throws SQLException {
    try (Connection connection = end()) {
      connection.commit();
    }
  }

  void rollback() throws SQLException {
    try (Connection connection = end()) {
      connection.rollback();
    }
  }

  private Connection end() {
    Connection connection = CURRENT.get();
    CURRENT.remove();
    return connection;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection ofThread = CURRENT.get();
    Connection connection = ofThread == null ? real.connect() : ofThread;
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              if (method.getName().equals("close") && ofThread != null) {
                return null;
              }
              if (method.getName().equals("commit") && fails()) {
                throw new SQLException("the connection is gone");
              }
              try {
                return method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private synchronized boolean fails() {
    if (failingCommits == 0) {
      return false;
    }
    failingCommits--;
    return true;
  }

  @Override
  public Connection getConnection(String username, String password) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PrintWriter getLogWriter() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getLoginTimeout() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Logger getParentLogger() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T unwrap(Class<T> iface) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return false;
  }
}
