package io.kronosq.it.drills;

import io.kronosq.store.Layout;
import io.kronosq.testing.RedisFixture;

/** A drill on a Redis of several servers, which lives longer than the drill. */
final class FixtureDrill extends Exercise {
  private final RedisFixture redis;

  /**
   * @param name stands in reports and in the names of the workers
   * @param redis the queue's
   * @param layout of the queue
   */
  FixtureDrill(String name, RedisFixture redis, Layout layout) {
    super(name, redis.uri(), layout);
    this.redis = redis;
  }

  @Override
  long members(String key) {
    return redis.number("ZCARD", key);
  }

  @Override
  long fields(String key) {
    return redis.number("HLEN", key);
  }

  @Override
  long keys(String pattern) {
    return redis.texts("KEYS", pattern).size();
  }
}
