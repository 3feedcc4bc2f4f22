package io.kronosq.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The floor of a drain: bare pipelined commands that take 50 ids, read and delete them, and run
 * nothing.
 */
@SuppressWarnings("ArrayAsKeyOfSetOrMap")
final class DrainFloor {
  private static final int BATCH = 50;
  private static final byte[] TASKS = "floor:m".getBytes(US_ASCII);
  private static final byte[] PENDING = "floor:p".getBytes(US_ASCII);
  private static final byte[] ACTIVE = "floor:a".getBytes(US_ASCII);

  private DrainFloor() {}

  static double run(BenchRedis redis, int count) throws Exception {
    RedisAsyncCommands<byte[], byte[]> commands = redis.connection().async();
    fill(commands, count);
    long start = System.nanoTime();
    RedisFuture<List<byte[]>> next = commands.lpop(PENDING, BATCH);
    int taken = 0;
    while (taken < count) {
      List<byte[]> ids = next.get();
      // The next claim is under way while this one is worked on.
      next = commands.lpop(PENDING, BATCH);
      byte[][] batch = ids.toArray(byte[][]::new);
      commands.sadd(ACTIVE, batch);
      commands.hmget(TASKS, batch);
      commands.srem(ACTIVE, batch);
      RedisFuture<Long> deleted = commands.hdel(TASKS, batch);
      taken += batch.length;
      if (taken >= count) {
        deleted.get();
      }
    }
    return Rates.perSecond(count, start);
  }

  private static void fill(RedisAsyncCommands<byte[], byte[]> commands, int count)
      throws Exception {
    byte[] value = new byte[130];
    for (int i = 0; i < count; i += BATCH) {
      Map<byte[], byte[]> fields = new HashMap<>();
      byte[][] ids = new byte[BATCH][];
      for (int j = 0; j < BATCH; j++) {
        ids[j] = Rates.key(i + j);
        fields.put(ids[j], value);
      }
      commands.hset(TASKS, fields);
      commands.rpush(PENDING, ids).get();
    }
  }
}
