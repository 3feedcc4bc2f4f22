package io.kronosq.redis;

import io.kronosq.metric.MetricsListener;
import io.kronosq.store.StoreException;
import io.kronosq.time.TimeSource;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands and scripts, and has the answers arrive on the loop with failures in our words.
 */
final class RedisCalls implements ScriptCalls {
  private final RedisConnections connections;
  private final ScriptTexts scripts;
  private final MetricsListener metrics;
  private final TimeSource time = TimeSource.system();

  RedisCalls(RedisConnections connections, ScriptTexts scripts, MetricsListener metrics) {
    this.connections = connections;
    this.scripts = scripts;
    this.metrics = metrics;
  }

  /** Sends a command on the link for commands. */
  <T> CompletableFuture<T> send(
      Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    onLoop(answer, () -> deliver(command.apply(connections.commands().commands()), answer));
    return answer;
  }

  /** That Redis doesn't know a script is safe, because it has not run then. */
  @Override
  public CompletableFuture<List<Object>> run(Script script, byte[][] keys, byte[][] args) {
    return runAs(ScriptOutputType.MULTI, script, keys, args);
  }

  @Override
  public CompletableFuture<Long> count(Script script, byte[][] keys, byte[][] args) {
    return runAs(ScriptOutputType.INTEGER, script, keys, args);
  }

  /**
   * The clock by which the times of a key go: that of the node which has it.
   *
   * @param key need not exist
   */
  CompletableFuture<Instant> now(byte[] key) {
    return run(Script.TIME, Args.of(key), Args.of())
        .thenApply(
            time ->
                Instant.ofEpochSecond(Args.number(time.get(0)))
                    .plusNanos(1_000L * Args.number(time.get(1))));
  }

  /** The scripts as they are sent. */
  ScriptTexts scripts() {
    return scripts;
  }

  /** Asks each master, and tells its answer by its address. */
  <T> CompletableFuture<Map<String, T>> askMasters(
      Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> question) {
    CompletableFuture<Map<String, T>> answer = new CompletableFuture<>();
    onLoop(
        answer,
        () ->
            connections
                .commands()
                .masters()
                .thenCompose(
                    masters ->
                        masters.isEmpty()
                            ? CompletableFuture.failedFuture(
                                RedisErrors.notConnected(connections.place(), null))
                            : answers(masters, question))
                .whenComplete((answers, failure) -> settle(answers, failure, answer)));
    return answer;
  }

  private static <C, T> CompletableFuture<Map<String, T>> answers(
      Map<String, ? extends C> masters, Function<C, CompletionStage<T>> question) {
    Map<String, CompletableFuture<T>> asked = new TreeMap<>();
    masters.forEach(
        (address, node) -> asked.put(address, question.apply(node).toCompletableFuture()));
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Map<String, T> answers = new TreeMap<>();
              asked.forEach((address, one) -> answers.put(address, one.join()));
              return answers;
            });
  }

  private <T> CompletableFuture<T> runAs(
      ScriptOutputType type, Script script, byte[][] keys, byte[][] args) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    onLoop(
        answer,
        () -> {
          long sentAt = metrics == MetricsListener.NONE ? 0 : time.nanos();
          RedisFuture<T> running =
              connections.commands().commands().evalsha(scripts.sha(script), type, keys, args);
          running.whenComplete(
              (value, failure) -> {
                if (failure == null && metrics != MetricsListener.NONE) {
                  metrics.redisAnswered(time.nanos() - sentAt);
                }
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
    deliver(
        connections.commands().commands().eval(scripts.source(script), type, keys, args), answer);
  }

  /**
   * The client is used on its own thread only: on others it would leave thread-locals behind, which
   * keep an undeployed application in memory.
   */
  void onLoop(CompletableFuture<?> answer, Runnable call) {
    Runnable guarded =
        () -> {
          try {
            call.run();
          } catch (RuntimeException e) {
            metrics.redisFailed();
            answer.completeExceptionally(RedisErrors.of(e, connections.place()));
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

  /** Completes an answer on the loop. */
  <T> void settle(@Nullable T value, @Nullable Throwable failure, CompletableFuture<T> answer) {
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

  private <T> void complete(
      @Nullable T value, @Nullable Throwable failure, CompletableFuture<T> answer) {
    if (failure == null) {
      answer.complete(value);
    } else {
      connections.noticed(failure);
      metrics.redisFailed();
      answer.completeExceptionally(RedisErrors.of(failure, connections.place()));
    }
  }
}
