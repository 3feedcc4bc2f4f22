package io.kronosq.bench;

import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.redis.RedisConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;

/** A Redis of the benchmark's own, without persistence, and what it says of itself. */
final class BenchRedis implements MeasuredRedis, AutoCloseable {
  private final EmbeddedRedis server;
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;

  BenchRedis() {
    server = EmbeddedRedis.builder().inMemory().build();
    server.start();
    client = RedisClient.create(server.uri());
    connection = client.connect(ByteArrayCodec.INSTANCE);
  }

  @Override
  public RedisConfig config() {
    return RedisConfig.parse(server.uri());
  }

  String uri() {
    return server.uri();
  }

  int port() {
    return server.port();
  }

  /** A plain connection, for floors. */
  StatefulRedisConnection<byte[], byte[]> connection() {
    return connection;
  }

  @Override
  public void empty() {
    connection.sync().flushall();
  }

  long usedMemory() {
    return Long.parseLong(field(connection.sync().info("memory"), "used_memory:"));
  }

  @Override
  public double cpuMicros() {
    return cpuMicros(connection.sync().info("cpu"));
  }

  /**
   * CPU that a Redis has used so far, µs.
   *
   * @param info its section on the CPU
   */
  static double cpuMicros(String info) {
    return 1e6
        * (Double.parseDouble(field(info, "used_cpu_user:"))
            + Double.parseDouble(field(info, "used_cpu_sys:")));
  }

  private static String field(String info, String field) {
    return info.lines()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(field.length()).trim())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("INFO has no " + field));
  }

  @Override
  public void close() {
    client.shutdown();
    server.close();
  }
}
