package io.kronosq.bench;

import io.kronosq.redis.RedisConfig;

/** A Redis of any kind, which says how much CPU it used. */
interface MeasuredRedis {
  /** Where it is. */
  RedisConfig config();

  /** CPU that all its servers have used so far, µs. */
  double cpuMicros();

  /** Deletes everything. */
  void empty();
}
