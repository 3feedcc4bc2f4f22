package io.kronosq.redis;

import io.kronosq.store.Confirmation;
import io.kronosq.store.Encounter;
import io.kronosq.store.EnqueueReply;
import io.kronosq.store.StoreException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Writes that are confirmed by replicas or disks, on connections of their own: Redis answers
 * nothing else on a connection while it waits for them.
 */
final class DurableCalls {
  private final RedisConnections connections;
  private final RedisCalls calls;

  DurableCalls(RedisConnections connections, RedisCalls calls) {
    this.connections = connections;
    this.calls = calls;
  }

  /**
   * Sends a batch of scripts, all for the node of a key, and asks once how durable they are.
   *
   * @param key one that the scripts use
   * @param asked what they must be confirmed by
   * @param batch sends them all at once, and answers when all have answered
   */
  CompletableFuture<EnqueueReply> write(
      byte[] key,
      Confirmation asked,
      Function<ScriptCalls, CompletableFuture<Map<Integer, Encounter>>> batch) {
    CompletableFuture<EnqueueReply> answer = new CompletableFuture<>();
    calls.onLoop(
        answer,
        () -> {
          String lacking = connections.lacking(asked.durability());
          if (lacking != null) {
            throw new StoreException(StoreException.Kind.REFUSED, lacking, null);
          }
          connections
              .durable()
              .owner(key)
              .thenComposeAsync(node -> send(node, asked, batch), connections.loop())
              .whenComplete((reply, failure) -> calls.settle(reply, failure, answer));
        });
    return answer;
  }

  private CompletableFuture<EnqueueReply> send(
      RedisAsyncCommands<byte[], byte[]> node,
      Confirmation asked,
      Function<ScriptCalls, CompletableFuture<Map<Integer, Encounter>>> batch) {
    ConfirmedWrites writes = new ConfirmedWrites(node, calls.scripts(), asked);
    CompletableFuture<Map<Integer, Encounter>> written = batch.apply(writes);
    writes.ask();
    return written.thenCompose(
        encounters ->
            writes.unconfirmed().thenApply(missed -> new EnqueueReply(encounters, missed)));
  }
}
