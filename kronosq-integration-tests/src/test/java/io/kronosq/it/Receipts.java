package io.kronosq.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where handlers on the server tell the test JVM what they processed: one connection a task, one
 * line each way.
 */
final class Receipts implements AutoCloseable {
  private final ServerSocket socket;
  private final Thread acceptor = new Thread(this::accept, "receipts");

  // Guarded by this.
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Long> times = new ArrayList<>();

  private Receipts() throws IOException {
    socket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    acceptor.setDaemon(true);
    acceptor.start();
  }

  static Receipts open() {
    try {
      return new Receipts();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How often each was told of. */
  synchronized Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** When each receipt came, by {@link System#nanoTime}, in this order. */
  synchronized List<Long> times() {
    return List.copyOf(times);
  }

  /** Waits until so many more receipts have come. */
  synchronized void awaitMore(int receipts, long seconds)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    int expected = times.size() + receipts;
    while (times.size() < expected) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException(
            "After " + seconds + " s " + (expected - times.size()) + " more are missing");
      }
      wait(left);
    }
  }

  /** Waits until each of them was told of. */
  synchronized void await(Set<String> names, long seconds)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!counts.keySet().containsAll(names)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException(
            "After "
                + seconds
                + " s not processed: "
                + names.stream().filter(name -> !counts.containsKey(name)).sorted().toList());
      }
      wait(left);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        String name =
            new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))
                .readLine();
        add(name);
        connection.getOutputStream().write("ok\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private synchronized void add(String name) {
    counts.merge(name, 1, Integer::sum);
    times.add(System.nanoTime());
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
