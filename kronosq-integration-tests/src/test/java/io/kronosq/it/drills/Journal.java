package io.kronosq.it.drills;

import io.kronosq.it.drills.Entry.Kind;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What the worker processes wrote, read as it arrives. Safe for use by many threads. */
final class Journal implements AutoCloseable {
  static final String KEY = "journal";

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;
  private final Thread reader = new Thread(this::read, "drill-journal");
  private final List<Consumer<Entry>> listeners = new ArrayList<>();

  // All guarded by this.
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, List<Entry>> starts = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private boolean closed;

  Journal(String redisUri) {
    client = RedisClient.create(redisUri);
    connection = client.connect();
    reader.setDaemon(true);
    reader.start();
  }

  /** The unchecked array is the one that holds the variadic offset. */
  @SuppressWarnings("unchecked")
  private void read() {
    String last = "0";
    while (!isClosed()) {
      try {
        List<StreamMessage<String, String>> read =
            connection
                .sync()
                .xread(XReadArgs.Builder.block(500).count(1000), StreamOffset.from(KEY, last));
        if (!read.isEmpty()) {
          last = read.get(read.size() - 1).getId();
          add(read.stream().map(line -> Entry.of(line.getId(), line.getBody())).toList());
        }
      } catch (RedisException e) {
        if (!isClosed()) {
          throw e;
        }
      }
    }
  }

  private void add(List<Entry> read) {
    List<Consumer<Entry>> told;
    synchronized (this) {
      for (Entry entry : read) {
        entries.add(entry);
        if (entry.kind() == Kind.START) {
          starts.computeIfAbsent(entry.id(), id -> new ArrayList<>(1)).add(entry);
        } else if (entry.kind() == Kind.END) {
          ended.add(entry.id());
        }
      }
      told = List.copyOf(listeners);
      notifyAll();
    }
    read.forEach(entry -> told.forEach(listener -> listener.accept(entry)));
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Has a listener hear of all entries from now on, on the journal's thread. */
  synchronized void listen(Consumer<Entry> listener) {
    listeners.add(listener);
  }

  /**
   * Waits until a condition holds; it is looked at whenever something was written.
   *
   * @throws AssertionError when it does not hold in time
   */
  void await(String what, Duration atMost, BooleanSupplier condition) {
    await(() -> what, atMost, condition);
  }

  /** Waits until so many tasks have been done in all. */
  void awaitEnded(int tasks) {
    await(
        () -> endedTasks() + " of " + tasks + " tasks are done",
        Duration.ofSeconds(60),
        () -> endedTasks() >= tasks);
  }

  /** Waits until all that was written by now is read. */
  void awaitRead() {
    long written = connection.sync().xlen(KEY);
    await(
        "the journal is read", Duration.ofSeconds(10), () -> where(any -> true).size() >= written);
  }

  /** The same, with a message that tells how things stand at the end. */
  synchronized void await(Supplier<String> what, Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("Not within " + atMost + ": " + what.get());
      }
      try {
        // Not all conditions depend on the journal alone.
        wait(Math.min(left, 100));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted while waiting: " + what.get(), e);
      }
    }
  }

  /** All entries of some kind by one worker. */
  synchronized List<Entry> of(String worker, Kind kind) {
    return where(entry -> entry.kind() == kind && entry.worker().equals(worker));
  }

  synchronized List<Entry> of(Kind kind) {
    return where(entry -> entry.kind() == kind);
  }

  synchronized List<Entry> where(Predicate<Entry> condition) {
    return entries.stream().filter(condition).toList();
  }

  /** Each start of a task's handler, in order. */
  synchronized List<Entry> starts(String id) {
    return List.copyOf(starts.getOrDefault(id, List.of()));
  }

  /** Whether a handler has done the task's work. */
  synchronized boolean hasEnded(String id) {
    return ended.contains(id);
  }

  /** Tasks whose work was done at least once. */
  synchronized int endedTasks() {
    return ended.size();
  }

  /** Every task that was run, with each start of its handler. */
  synchronized Map<String, List<Entry>> runs() {
    return new HashMap<>(starts);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
