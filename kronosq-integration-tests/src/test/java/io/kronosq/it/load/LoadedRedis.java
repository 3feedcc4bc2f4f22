package io.kronosq.it.load;

import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.redis.RedisConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A redis-server that is filled to the brim: one of its own, or the one that the system property
 * {@code load.redis} names, which is left as it is and need not be filled the next time.
 */
final class LoadedRedis implements AutoCloseable {
  private static final String PREFIX = "load";
  private static final int AT_ONCE = 10_000;
  private static final int MOST_SLOW = 100_000;
  private static final int SHOWN_SLOW = 5;

  /** Copies a task of a state, with its history and its result. */
  private static final String COPY =
      """
      local task = redis.call('HGET', KEYS[1], ARGV[1])
      local log = redis.call('HGET', KEYS[2], ARGV[1])
      local result = redis.call('HGET', KEYS[3], ARGV[1])
      local at = redis.call('ZSCORE', KEYS[4], ARGV[1])
      for i = 1, tonumber(ARGV[3]) do
        local id = ARGV[2] .. i
        redis.call('HSET', KEYS[1], id, task)
        if log then redis.call('HSET', KEYS[2], id, log) end
        if result then redis.call('HSET', KEYS[3], id, result) end
        redis.call('ZADD', KEYS[4], at, id)
      end
      return 1
      """;

  private final EmbeddedRedis own;
  private final String uri;
  private final ClientResources resources = ClientResources.builder().ioThreadPoolSize(2).build();
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  private LoadedRedis(EmbeddedRedis own, String uri) {
    this.own = own;
    this.uri = uri;
    client = RedisClient.create(resources, RedisURI.create(uri));
    connection = client.connect();
  }

  static LoadedRedis open() {
    String uri = System.getProperty("load.redis", "");
    if (!uri.isEmpty()) {
      return new LoadedRedis(null, uri);
    }
    EmbeddedRedis own = EmbeddedRedis.builder().inMemory().build().start();
    return new LoadedRedis(own, own.uri());
  }

  RedisConfig config() {
    return RedisConfig.parse(uri).withPrefix(PREFIX);
  }

  /** What the server of the dashboard is told by its environment. */
  Map<String, String> environment() {
    return Map.of("KRONOSQ_REDIS_URI", uri, "KRONOSQ_REDIS_PREFIX", PREFIX);
  }

  /**
   * Multiplies a task that waits in no list.
   *
   * @param queue where it is
   * @param place the letter of the key that holds its state
   * @param id of the task
   * @param count how many there are to be more
   */
  void copy(String queue, char place, String id, int count) {
    String keys = PREFIX + ":{" + queue + "}:";
    for (int done = 0; done < count; done += AT_ONCE) {
      commands()
          .eval(
              COPY,
              ScriptOutputType.INTEGER,
              new String[] {keys + "m", keys + "x", keys + "r", keys + place},
              id,
              id + "-" + done + "-",
              String.valueOf(Math.min(AT_ONCE, count - done)));
    }
  }

  private RedisCommands<String, String> commands() {
    return connection.sync();
  }

  /** How many connections of the library there are. */
  long connections() {
    return commands().clientList().lines().filter(line -> line.contains(" name=kronosq ")).count();
  }

  /** Memory of the data, in MB. */
  long megabytes() {
    return commands()
            .info("memory")
            .lines()
            .filter(line -> line.startsWith("used_memory:"))
            .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()).strip()))
            .findAny()
            .orElse(0)
        / 1_000_000;
  }

  /** Begins to watch for slow commands. */
  void watchSlowest() {
    commands().configSet("slowlog-max-len", String.valueOf(MOST_SLOW));
    commands().configSet("slowlog-log-slower-than", "1000");
    commands().slowlogReset();
  }

  /** The slowest commands since then, by Redis' own log, with when they ended. */
  String slowest() {
    List<Object> entries =
        commands()
            .dispatch(
                CommandType.SLOWLOG,
                new NestedMultiOutput<>(StringCodec.UTF8),
                new CommandArgs<>(StringCodec.UTF8).add("GET").add(MOST_SLOW));
    return entries.stream()
        .map(entry -> (List<?>) entry)
        .sorted(Comparator.comparing((List<?> entry) -> (Long) entry.get(2)).reversed())
        .limit(SHOWN_SLOW)
        .map(LoadedRedis::told)
        .collect(Collectors.joining("; "));
  }

  private static String told(List<?> entry) {
    List<?> words = (List<?>) entry.get(3);
    return String.format(
        Locale.ROOT,
        "%.1f ms %s at %s",
        (Long) entry.get(2) / 1e3,
        words.subList(0, Math.min(words.size(), 4)),
        Instant.ofEpochSecond((Long) entry.get(1)));
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    if (own != null) {
      own.close();
    }
  }
}
