package io.kronosq.redis;

import io.kronosq.inspect.KeyInfo;
import io.kronosq.inspect.LimitSettings;
import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.Layout;
import io.kronosq.store.LimitStore;
import io.kronosq.store.LimitTarget;
import io.kronosq.task.Limits;
import io.lettuce.core.KeyValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads and sets the limits of queues and keys. */
final class LimitCommands implements LimitStore {
  private static final String QUEUE = "limits";
  private static final String KEYS = "keys";
  private static final String CONFIGURED = ".base";
  private static final String KEY = "key:";

  private final RedisCalls calls;
  private final Keys keys;

  LimitCommands(RedisCalls calls, Keys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  /**
   * The limits of a queue, and how its rate stands.
   *
   * @param limits those that hold for the whole queue
   * @param until when the rate allows the next task in this partition; null when that is now
   */
  record State(Limits limits, @Nullable Instant until) {}

  CompletableFuture<State> state(String queue) {
    QueueKeys q = keys.queue(queue);
    CompletableFuture<@Nullable Double> used =
        calls.send(redis -> redis.zscore(q.rates, Args.bytes("")));
    CompletableFuture<Instant> now = calls.now(q.meta);
    return calls
        .send(redis -> redis.hmget(q.meta, Args.bytes(QUEUE), Args.bytes(QUEUE + CONFIGURED)))
        .thenCombine(
            CompletableFuture.allOf(used, now),
            (texts, done) -> {
              Limits limits = LimitText.parse(first(texts));
              Double at = used.join();
              return new State(
                  limits,
                  at == null
                      ? null
                      : LimitText.limitedUntil(
                          limits, Layout.countOf(queue), at, micros(now.join())));
            });
  }

  private static @Nullable String first(List<KeyValue<byte[], byte[]>> texts) {
    return texts.stream()
        .filter(KeyValue::hasValue)
        .map(text -> Args.text(text.getValue()))
        .findFirst()
        .orElse(null);
  }

  private static long micros(Instant time) {
    return 1_000_000 * time.getEpochSecond() + time.getNano() / 1_000;
  }

  @Override
  public CompletableFuture<LimitSettings> settings(String queue) {
    return calls
        .send(redis -> redis.hgetall(keys.queue(queue).meta))
        .thenApply(
            fields -> {
              Map<String, String> texts = new HashMap<>();
              fields.forEach((field, text) -> texts.put(Args.text(field), Args.text(text)));
              Map<String, Limits> ofKeys = new HashMap<>();
              texts.forEach(
                  (field, text) -> {
                    if (field.startsWith(KEY)) {
                      ofKeys.put(field.substring(KEY.length()), LimitText.parse(text));
                    }
                  });
              return new LimitSettings(effective(texts, QUEUE), effective(texts, KEYS), ofKeys);
            });
  }

  private static Limits effective(Map<String, String> texts, String field) {
    String set = texts.get(field);
    return LimitText.parse(set != null ? set : texts.get(field + CONFIGURED));
  }

  @Override
  public CompletableFuture<Void> set(String queue, LimitTarget target, @Nullable Limits limits) {
    String text = limits == null ? "" : LimitText.of(limits);
    if (target instanceof LimitTarget.Queue all) {
      return set(queue, QUEUE + (all.configured() ? CONFIGURED : ""), text, "queue", "");
    }
    if (target instanceof LimitTarget.EachKey each) {
      return set(queue, KEYS + (each.configured() ? CONFIGURED : ""), text, "keys", "");
    }
    String key = ((LimitTarget.Key) target).key();
    return set(queue, KEY + key, text, "key", key);
  }

  private CompletableFuture<Void> set(
      String queue, String field, String text, String whose, String key) {
    return set(queue, new Args(5).add(field).add(text).add(whose).add(key), "");
  }

  private CompletableFuture<Void> set(String queue, Args what, String mode) {
    QueueKeys q = keys.queue(queue);
    byte[][] args = new Args(5).addAll(what.toArray()).add(mode).toArray();
    return calls
        .count(Script.LIMIT, Args.of(q.meta, q.turns(), q.rates, q.wake), args)
        .thenCompose(
            more ->
                more == 1 ? set(queue, what, "again") : CompletableFuture.completedFuture(null));
  }

  @Override
  public CompletableFuture<List<KeyInfo>> keys(String queue, @Nullable String after, int most) {
    QueueKeys q = keys.queue(queue);
    return calls
        .run(
            Script.PAGE_KEYS,
            Args.of(q.waiting(), q.busy(), q.meta, q.rates),
            new Args(2).add(most).add(after == null ? "" : after).toArray())
        .thenApply(
            answer -> {
              long now = Long.parseLong(Args.text(answer.get(0)));
              Limits base = LimitText.parse(Args.text(answer.get(1)));
              List<KeyInfo> found = new ArrayList<>((answer.size() - 2) / 5);
              for (int i = 2; i < answer.size(); i += 5) {
                String own = Args.text(answer.get(i + 3));
                Limits limits = own.isEmpty() ? base : LimitText.parse(own);
                double used = Double.parseDouble(Args.text(answer.get(i + 4)));
                found.add(
                    new KeyInfo(
                        Args.text(answer.get(i)),
                        Args.number(answer.get(i + 1)),
                        Args.number(answer.get(i + 2)),
                        limits,
                        LimitText.limitedUntil(limits, 1, used, now)));
              }
              return found;
            });
  }
}
