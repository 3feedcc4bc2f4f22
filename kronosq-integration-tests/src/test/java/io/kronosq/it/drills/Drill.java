package io.kronosq.it.drills;

import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.store.Layout;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** A drill on one Redis server. */
final class Drill extends Exercise {
  private static final String KEYS = keysOf(QUEUE);

  private final EmbeddedRedis redis;
  private final RedisClient adminClient;
  private final StatefulRedisConnection<String, String> admin;

  /**
   * @param name stands in reports and in the names of the workers
   * @param redis the queue's; started here, and closed with the drill
   */
  Drill(String name, EmbeddedRedis redis) {
    super(name, redis.start().uri(), Layout.of(QUEUE, 1));
    this.redis = redis;
    adminClient = RedisClient.create(redis.uri());
    admin = adminClient.connect();
  }

  /** A drill on a Redis that keeps nothing on disk. */
  static Drill inMemory(String name) {
    return new Drill(name, EmbeddedRedis.builder().inMemory().build());
  }

  /** Raw commands to the queue's Redis. */
  RedisCommands<String, String> redis() {
    return admin.sync();
  }

  /** The {@code CLIENT} command with these arguments, on a connection that it spares. */
  void client(String... args) {
    CommandArgs<String, String> all = new CommandArgs<>(StringCodec.UTF8);
    for (String arg : args) {
      all.add(arg);
    }
    redis().dispatch(CommandType.CLIENT, new ArrayOutput<>(StringCodec.UTF8), all);
  }

  /** Ids of the tasks that Redis has as active on a worker, under whichever identity. */
  Set<String> activeOn(WorkerJvm worker) {
    return worker.identities().stream()
        .flatMap(server -> redis().smembers(KEYS + "a:" + server).stream())
        .collect(Collectors.toSet());
  }

  /** Ids of the archived tasks. */
  Set<String> archived() {
    return Set.copyOf(redis().zrange(KEYS + "z", 0, -1));
  }

  @Override
  long members(String key) {
    return redis().zcard(key);
  }

  @Override
  long fields(String key) {
    return redis().hlen(key);
  }

  @Override
  long keys(String pattern) {
    return redis().keys(pattern).size();
  }

  @Override
  public void close() {
    super.close();
    admin.close();
    adminClient.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    redis.close();
  }
}
