package io.kronosq.it.drills;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/**
 * Connections of which a writer's transaction has one, and a relay others that take their time at
 * the two moments between which a relay may die.
 */
final class SlowRelaySource {
  private static final int SLOWEST_START_MILLIS = 30;
  private static final int SLOWEST_COMMIT_MILLIS = 150;
  private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

  private final String url;

  interface Ending {
    void of(Connection connection) throws SQLException;
  }

  SlowRelaySource(String url) {
    this.url = url;
  }

  /** Begins a transaction of the calling thread. */
  Connection begin() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    CURRENT.set(connection);
    return connection;
  }

  void end(Ending ending) throws SQLException {
    Connection connection = CURRENT.get();
    CURRENT.remove();
    ending.of(connection);
  }

  DataSource asDataSource() {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) -> connection());
  }

  private Connection connection() throws SQLException {
    Connection ofWriter = CURRENT.get();
    Connection connection = ofWriter == null ? DriverManager.getConnection(url) : ofWriter;
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              String called = method.getName();
              if (ofWriter != null && called.equals("close")) {
                return null;
              }
              if (ofWriter == null && called.equals("commit")) {
                pause(SLOWEST_COMMIT_MILLIS);
              } else if (ofWriter == null && isFalse(called, args)) {
                pause(SLOWEST_START_MILLIS);
              }
              try {
                return method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void pause(int atMostMillis) throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextInt(atMostMillis));
  }

  /** A pass begins with it. */
  private static boolean isFalse(String called, Object[] args) {
    return called.equals("setAutoCommit") && args[0].equals(false);
  }
}
