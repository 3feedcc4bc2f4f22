package io.kronosq.testkit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Redis that tests of this process share, each under a prefix of its own, while any uses it.
 */
final class SharedRedis implements AutoCloseable {
  private static final Object LOCK = new Object();

  // Both guarded by LOCK.
  private static @Nullable TestRedis redis;
  private static int users;

  private boolean closed;
  private final TestRedis used;

  private SharedRedis(TestRedis used) {
    this.used = used;
  }

  /**
   * Starts it unless somebody uses it; to be closed by who is done with it.
   *
   * @param kind see {@link RedisExtension#KIND_PROPERTY}; the first user's counts
   */
  static SharedRedis use(Optional<String> kind) {
    synchronized (LOCK) {
      TestRedis running = redis;
      if (running == null) {
        running = TestRedis.start(kind);
        redis = running;
      }
      users++;
      return new SharedRedis(running);
    }
  }

  TestRedis redis() {
    return used;
  }

  @Override
  public void close() {
    synchronized (LOCK) {
      if (!closed) {
        closed = true;
        users--;
        if (users == 0) {
          redis = null;
          used.close();
        }
      }
    }
  }
}
