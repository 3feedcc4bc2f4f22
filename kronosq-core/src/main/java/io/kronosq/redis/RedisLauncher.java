package io.kronosq.redis;

/**
 * Starts a Redis for addresses of a scheme of its own, such as {@code embedded:}. Found by {@link
 * java.util.ServiceLoader}.
 *
 * @see RedisAddress
 */
public interface RedisLauncher {
  /** The scheme that this launcher serves, without the colon. */
  String scheme();

  /**
   * Starts a Redis and waits until it answers.
   *
   * @param uri the whole address
   * @return the running Redis, for one owner
   * @throws io.kronosq.task.KronosException when it can't be started, with the remedy
   */
  Launched launch(String uri);

  /** A running Redis. */
  interface Launched extends AutoCloseable {
    /** Where it is. */
    RedisConfig config();

    /** Stops it, keeping its data. */
    @Override
    void close();
  }
}
