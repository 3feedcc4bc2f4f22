package io.kronosq.redis;

import io.kronosq.store.StoreException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server can do.
 *
 * @param name as users know it, such as {@code Redis 7.0.15} or {@code Valkey 8.1.0}
 * @param appendOnly whether it writes an append-only file
 * @param number the version of Redis it is compatible with, as major times 1,000 plus minor
 */
record ServerVersion(String name, boolean appendOnly, int number) {
  private static final int OLDEST = 6_002;
  private static final int WAITAOF = 7_002;
  private static final Pattern NUMBER = Pattern.compile("(\\d+)\\.(\\d+).*");

  /** Of a server that does not tell, which is then taken for new enough. */
  private static final ServerVersion UNKNOWN =
      new ServerVersion("a server of unknown version", true, Integer.MAX_VALUE);

  /** The oldest of all masters, with an append-only file if all have one. */
  static CompletableFuture<ServerVersion> oldest(RedisLink link) {
    return link.masters()
        .thenCompose(
            masters -> {
              List<CompletableFuture<ServerVersion>> versions =
                  masters.values().stream().map(ServerVersion::of).toList();
              return CompletableFuture.allOf(versions.toArray(CompletableFuture[]::new))
                  .thenApply(
                      done ->
                          versions.stream()
                              .map(CompletableFuture::join)
                              .reduce(UNKNOWN, ServerVersion::least));
            });
  }

  private static ServerVersion least(ServerVersion a, ServerVersion b) {
    ServerVersion older = a.number < b.number ? a : b;
    return new ServerVersion(older.name, a.appendOnly && b.appendOnly, older.number);
  }

  private static CompletableFuture<ServerVersion> of(RedisAsyncCommands<byte[], byte[]> server) {
    return server
        .info()
        .toCompletableFuture()
        .thenApply(text -> of(FactCommands.fields(text)))
        .exceptionallyCompose(
            failure -> {
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              // A user may be forbidden to ask.
              return cause instanceof RedisCommandExecutionException refusal
                      && String.valueOf(refusal.getMessage()).startsWith("NOPERM")
                  ? CompletableFuture.completedFuture(UNKNOWN)
                  : CompletableFuture.failedFuture(failure);
            });
  }

  /** The version among the fields of INFO. */
  static ServerVersion of(Map<String, String> facts) {
    String compatible = facts.getOrDefault("redis_version", "");
    String valkey = facts.get("valkey_version");
    Matcher number = NUMBER.matcher(compatible);
    return number.matches()
        ? new ServerVersion(
            valkey == null ? "Redis " + compatible : "Valkey " + valkey,
            !"0".equals(facts.get("aof_enabled")),
            1_000 * Integer.parseInt(number.group(1)) + Integer.parseInt(number.group(2)))
        : UNKNOWN;
  }

  /**
   * Refuses a server that is too old.
   *
   * @param place where it is, for the message
   * @return this
   * @throws StoreException of kind REFUSED
   */
  ServerVersion require(String place) {
    if (number < OLDEST) {
      throw new StoreException(
          StoreException.Kind.REFUSED,
          "At " + place + " is " + name + ", but Kronosq needs Redis 6.2 or newer, or Valkey",
          null);
    }
    return this;
  }

  /** Whether it can tell that a write was synced to disk. */
  boolean hasWaitAof() {
    return number >= WAITAOF;
  }
}
