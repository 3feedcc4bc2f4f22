package io.kronosq.testkit;

import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.Answers;
import io.kronosq.store.TaskStore;
import io.kronosq.task.PayloadCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The store of one test: real scripts on a real Redis, under a prefix of its own and with a time of
 * its own.
 */
final class TestStore implements AutoCloseable {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final byte[] CLOCK = read("clock.lua");
  private static final String FORGET =
      "for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('UNLINK', key) end return 1";

  private final SharedRedis shared;
  private final String prefix;
  private final RedisSocket socket;
  private final TaskStore store;
  private final Recording recording;

  private TestStore(SharedRedis shared, Instant now, PayloadCodec codec) {
    this.shared = shared;
    // The scripts know it by being without a colon.
    prefix = "test-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    RedisConfig.Standalone config = shared.redis().config();
    socket = new RedisSocket(config);
    setClock(now);
    recording = new Recording(codec);
    store = new RecordingStore(RedisTaskStore.open(config.withPrefix(prefix), CLOCK), recording);
  }

  /**
   * Opens one.
   *
   * @param kind see {@link RedisExtension#KIND_PROPERTY}
   * @param now the time
   * @param codec reads payloads that are recorded
   */
  static TestStore open(Optional<String> kind, Instant now, PayloadCodec codec) {
    SharedRedis shared = SharedRedis.use(kind);
    boolean open = false;
    try {
      TestStore store = new TestStore(shared, now, codec);
      open = true;
      return store;
    } finally {
      if (!open) {
        shared.close();
      }
    }
  }

  private static byte[] read(String name) {
    try (InputStream in = TestStore.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " can't be read", e);
    }
  }

  TaskStore store() {
    return store;
  }

  Recording recording() {
    return recording;
  }

  /** Where this store's Redis is, with its prefix. */
  RedisConfig config() {
    return shared.redis().config().withPrefix(prefix);
  }

  /** Moves the time, and removes what it has passed. */
  void time(Instant now) {
    setClock(now);
    // Each script first removes keys whose time is over; this one does nothing else.
    Answers.await(store.schedules().watch());
  }

  private void setClock(Instant now) {
    socket.call(
        "SET", prefix + "/clock", Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, now)));
  }

  @Override
  public void close() {
    try (shared;
        socket) {
      store.close();
      socket.call("EVAL", FORGET, "0", prefix + "[:/]*");
    }
  }
}
