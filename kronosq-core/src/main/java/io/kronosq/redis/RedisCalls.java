package io.kronosq.redis;

import io.kronosq.store.StoreException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Sends commands and scripts, and has the answers arrive on the loop with failures in our words.
 */
final class RedisCalls {
  private final RedisConnections connections;

  RedisCalls(RedisConnections connections) {
    this.connections = connections;
  }

  /** Sends a command on the connection for commands. */
  <T> CompletableFuture<T> send(
      Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    onLoop(answer, () -> deliver(command.apply(connections.commands()), answer));
    return answer;
  }

  /**
   * Runs a script; Redis that doesn't know it is taught it, which is safe because it has not run
   * then.
   */
  CompletableFuture<List<Object>> run(Script script, byte[][] keys, byte[][] args) {
    return runAs(ScriptOutputType.MULTI, script, keys, args);
  }

  /** Runs a script that returns a number. */
  CompletableFuture<Long> count(Script script, byte[][] keys, byte[][] args) {
    return runAs(ScriptOutputType.INTEGER, script, keys, args);
  }

  /** Redis' clock. */
  CompletableFuture<Instant> now() {
    return send(redis -> redis.time())
        .thenApply(
            time ->
                Instant.ofEpochSecond(Long.parseLong(Args.text(time.get(0))))
                    .plusNanos(1_000L * Long.parseLong(Args.text(time.get(1)))));
  }

  private <T> CompletableFuture<T> runAs(
      ScriptOutputType type, Script script, byte[][] keys, byte[][] args) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    onLoop(
        answer,
        () -> {
          RedisFuture<T> running = connections.commands().evalsha(script.sha(), type, keys, args);
          running.whenComplete(
              (value, failure) -> {
                if (failure != null && RedisErrors.isMissingScript(failure)) {
                  onLoop(answer, () -> teachAndRun(type, script, keys, args, answer));
                } else {
                  settle(value, failure, answer);
                }
              });
        });
    return answer;
  }

  private <T> void teachAndRun(
      ScriptOutputType type,
      Script script,
      byte[][] keys,
      byte[][] args,
      CompletableFuture<T> answer) {
    deliver(connections.commands().eval(script.source(), type, keys, args), answer);
  }

  /**
   * The client is used on its own thread only: on others it would leave thread-locals behind, which
   * keep an undeployed application in memory.
   */
  private void onLoop(CompletableFuture<?> answer, Runnable call) {
    Runnable guarded =
        () -> {
          try {
            call.run();
          } catch (RuntimeException e) {
            answer.completeExceptionally(RedisErrors.of(e, connections.server()));
          }
        };
    if (connections.loop().inLoop()) {
      guarded.run();
      return;
    }
    try {
      connections.loop().execute(guarded);
    } catch (StoreException closed) {
      answer.completeExceptionally(closed);
    }
  }

  /** Passes an answer of any connection on. */
  <T> void deliver(RedisFuture<T> running, CompletableFuture<T> answer) {
    running.whenComplete((value, failure) -> settle(value, failure, answer));
  }

  private <T> void settle(T value, Throwable failure, CompletableFuture<T> answer) {
    if (connections.loop().inLoop()) {
      complete(value, failure, answer);
      return;
    }
    try {
      connections.loop().execute(() -> complete(value, failure, answer));
    } catch (StoreException closed) {
      complete(value, failure == null ? closed : failure, answer);
    }
  }

  private <T> void complete(T value, Throwable failure, CompletableFuture<T> answer) {
    if (failure == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(RedisErrors.of(failure, connections.server()));
    }
  }
}
