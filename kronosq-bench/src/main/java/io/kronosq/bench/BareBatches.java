package io.kronosq.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The bare commands of the floors: batches of 50 tasks on one hash, one list and one set, nothing
 * run and nothing kept.
 */
@SuppressWarnings("ArrayAsKeyOfSetOrMap")
final class BareBatches {
  static final int SIZE = 50;

  private static final byte[] TASKS = "floor:m".getBytes(US_ASCII);
  private static final byte[] PENDING = "floor:p".getBytes(US_ASCII);
  private static final byte[] ACTIVE = "floor:a".getBytes(US_ASCII);

  /** A task of 100 bytes of payload with its envelope. */
  private static final int VALUE_BYTES = 130;

  private final RedisAsyncCommands<byte[], byte[]> commands;
  private final byte[] value;
  private int nextId;

  BareBatches(BenchRedis redis) {
    this(redis, VALUE_BYTES);
  }

  BareBatches(BenchRedis redis, int valueBytes) {
    commands = redis.connection().async();
    value = new byte[valueBytes];
  }

  /** Sends one batch of new tasks; the answer means that Redis has it. */
  RedisFuture<Long> enqueue() {
    Map<byte[], byte[]> fields = new HashMap<>();
    byte[][] ids = new byte[SIZE][];
    for (int i = 0; i < SIZE; i++) {
      ids[i] = Rates.key(nextId++);
      fields.put(ids[i], value);
    }
    commands.hset(TASKS, fields);
    return commands.rpush(PENDING, ids);
  }

  /** Asks for one batch of ids. */
  RedisFuture<List<byte[]>> take() {
    return commands.lpop(PENDING, SIZE);
  }

  /** Reads a batch, and deletes it; the answer means that it is gone. */
  RedisFuture<Long> finish(List<byte[]> ids) {
    byte[][] batch = ids.toArray(byte[][]::new);
    commands.sadd(ACTIVE, batch);
    commands.hmget(TASKS, batch);
    commands.srem(ACTIVE, batch);
    return commands.hdel(TASKS, batch);
  }
}
