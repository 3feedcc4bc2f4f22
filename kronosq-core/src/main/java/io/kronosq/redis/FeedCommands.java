package io.kronosq.redis;

import io.kronosq.store.FeedStore;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The log of events as a stream of Redis. */
final class FeedCommands implements FeedStore {
  /** No queue's name has a slash. */
  private static final String WAITING_LINK = "/events";

  private static final byte[] FIELD = Args.bytes("e");

  private final RedisCalls calls;
  private final WaitingCalls waiting;
  private final Keys keys;

  FeedCommands(RedisCalls calls, WaitingCalls waiting, Keys keys) {
    this.calls = calls;
    this.waiting = waiting;
    this.keys = keys;
  }

  @Override
  public CompletionStage<String> watch(Duration atLeast) {
    return calls
        .run(Script.WATCH, Args.of(keys.watched()), new Args(1).add(atLeast.toMillis()).toArray())
        .thenApply(since -> Args.text(since.get(0)) + "-0");
  }

  @Override
  public CompletionStage<Boolean> isWatched() {
    return calls.send(redis -> redis.exists(keys.watched())).thenApply(found -> found == 1);
  }

  @Override
  public CompletionStage<Void> append(List<byte[]> contents) {
    List<CompletableFuture<String>> added = new ArrayList<>(contents.size());
    for (byte[] content : contents) {
      added.add(
          calls.send(
              redis ->
                  redis.xadd(
                      keys.events(),
                      new XAddArgs().maxlen(KEPT).approximateTrimming(),
                      Map.of(FIELD, content))));
    }
    return CompletableFuture.allOf(added.toArray(CompletableFuture[]::new));
  }

  @Override
  public CompletionStage<String> latest() {
    return calls
        .send(redis -> redis.xrevrange(keys.events(), Range.unbounded(), Limit.create(0, 1)))
        .thenApply(last -> last.isEmpty() ? "0-0" : last.get(0).getId());
  }

  @Override
  public CompletionStage<List<Entry>> read(String after, int most) {
    return calls
        .send(
            redis ->
                redis.xrange(
                    keys.events(),
                    Range.from(Range.Boundary.excluding(after), Range.Boundary.unbounded()),
                    Limit.create(0, most)))
        .thenApply(FeedCommands::entries);
  }

  @Override
  public CompletionStage<Boolean> has(String id) {
    return calls
        .send(redis -> redis.xrange(keys.events(), Range.create(id, id), Limit.create(0, 1)))
        .thenApply(found -> !found.isEmpty());
  }

  @Override
  @SuppressWarnings("unchecked")
  public CompletionStage<List<Entry>> await(String after, int most, Duration atMost) {
    XReadArgs args = XReadArgs.Builder.block(atMost).count(most);
    return waiting
        .send(
            WAITING_LINK,
            keys.events(),
            redis -> redis.xread(args, XReadArgs.StreamOffset.from(keys.events(), after)))
        .thenApply(FeedCommands::entries);
  }

  private static List<Entry> entries(@Nullable List<StreamMessage<byte[], byte[]>> messages) {
    return messages == null
        ? List.of()
        : messages.stream()
            .map(
                message -> new Entry(message.getId(), message.getBody().values().iterator().next()))
            .toList();
  }
}
