package io.kronosq.redis;

import io.kronosq.store.Confirmation;
import io.kronosq.task.Durability;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Scripts that go to one node together, and how many replicas and disks have what they wrote. The
 * question goes right behind the scripts: Redis answers it for what came before on the same
 * connection, and within one turn of the loop no connection is replaced by another.
 */
final class ConfirmedWrites implements ScriptCalls {
  private static final ProtocolKeyword WAITAOF =
      new ProtocolKeyword() {
        @Override
        public byte[] getBytes() {
          return "WAITAOF".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
          return "WAITAOF";
        }
      };

  private final RedisAsyncCommands<byte[], byte[]> node;
  private final ScriptTexts scripts;
  private final Confirmation asked;
  private final List<CompletableFuture<@Nullable String>> confirmations = new ArrayList<>(1);

  /**
   * @param node where the scripts go
   * @param scripts as they are sent
   * @param asked what they must be confirmed by
   */
  ConfirmedWrites(
      RedisAsyncCommands<byte[], byte[]> node, ScriptTexts scripts, Confirmation asked) {
    this.node = node;
    this.scripts = scripts;
    this.asked = asked;
  }

  @Override
  public CompletableFuture<List<Object>> run(Script script, byte[][] keys, byte[][] args) {
    return runAs(ScriptOutputType.MULTI, script, keys, args);
  }

  @Override
  public CompletableFuture<Long> count(Script script, byte[][] keys, byte[][] args) {
    return runAs(ScriptOutputType.INTEGER, script, keys, args);
  }

  private <T> CompletableFuture<T> runAs(
      ScriptOutputType type, Script script, byte[][] keys, byte[][] args) {
    RedisFuture<T> running = node.evalsha(scripts.sha(script), type, keys, args);
    return running
        .toCompletableFuture()
        .exceptionallyCompose(
            failure -> {
              if (!RedisErrors.isMissingScript(failure)) {
                return CompletableFuture.failedFuture(failure);
              }
              RedisFuture<T> again = node.eval(scripts.source(script), type, keys, args);
              ask();
              return again;
            });
  }

  /** Asks for the confirmation of what was sent so far. In the turn in which it was sent. */
  void ask() {
    Durability durability = asked.durability();
    CompletableFuture<String> answer =
        durability.synced()
            ? waitForDisks().thenApply(this::judgeDisks)
            : node.waitForReplication(durability.replicas(), asked.within().toMillis())
                .toCompletableFuture()
                .thenApply(this::judgeReplicas);
    confirmations.add(
        answer.exceptionally(
            failure ->
                "written, but it is not known where else: "
                    + RedisErrors.of(failure, "its address").getMessage()));
  }

  private CompletableFuture<List<Object>> waitForDisks() {
    CommandArgs<byte[], byte[]> args =
        new CommandArgs<>(ByteArrayCodec.INSTANCE)
            .add(1)
            .add(asked.durability().replicas())
            .add(asked.within().toMillis());
    return node.dispatch(WAITAOF, new ArrayOutput<>(ByteArrayCodec.INSTANCE), args)
        .toCompletableFuture();
  }

  private @Nullable String judgeReplicas(long confirmed) {
    int wanted = asked.durability().replicas();
    return confirmed >= wanted ? null : missed(wanted - confirmed, wanted, "replicas");
  }

  private @Nullable String judgeDisks(List<Object> confirmed) {
    int wanted = asked.durability().replicas();
    long replicas = Args.number(confirmed.get(1));
    if (Args.number(confirmed.get(0)) < 1) {
      return missed(1, 1, "disks of masters");
    }
    return replicas >= wanted ? null : missed(wanted - replicas, wanted, "disks of replicas");
  }

  private String missed(long missing, int wanted, String what) {
    return String.format(
        Locale.ROOT,
        "written, not confirmed on %d of %d %s within %d ms",
        missing,
        wanted,
        what,
        asked.within().toMillis());
  }

  /** What is not confirmed, once all scripts have answered; null when everything is. */
  CompletableFuture<@Nullable String> unconfirmed() {
    return CompletableFuture.allOf(confirmations.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              for (CompletableFuture<@Nullable String> confirmation : confirmations) {
                String missed = confirmation.join();
                if (missed != null) {
                  return missed;
                }
              }
              return null;
            });
  }
}
