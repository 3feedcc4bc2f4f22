package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.ScheduleStore;
import io.kronosq.store.TickRecord;
import io.kronosq.store.TickReply;
import io.kronosq.store.TickRequest;
import io.kronosq.store.TickState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps schedules, and takes their ticks. */
final class ScheduleCommands implements ScheduleStore {
  private static final int HISTORY = 100;

  /**
   * Longer than any server sleeps over a change: what a schedule leaves behind refuses the ticks of
   * those who have not heard of it.
   */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private static final byte[] VERSION = {};

  private final RedisCalls calls;
  private final Keys keys;
  private final Consumer<String> enqueued;

  /**
   * @param enqueued told of each partition that gets a task
   */
  ScheduleCommands(RedisCalls calls, Keys keys, Consumer<String> enqueued) {
    this.calls = calls;
    this.keys = keys;
    this.enqueued = enqueued;
  }

  @Override
  public CompletableFuture<Watch> watch() {
    CompletableFuture<byte[]> version = calls.send(redis -> redis.hget(keys.schedules(), VERSION));
    return calls
        .now(keys.schedules())
        .thenCombine(
            version,
            (now, changes) ->
                new Watch(now, changes == null ? 0 : Long.parseLong(Args.text(changes))));
  }

  @Override
  public CompletableFuture<Map<String, byte[]>> definitions() {
    return calls
        .send(redis -> redis.hgetall(keys.schedules()))
        .thenApply(
            fields -> {
              Map<String, byte[]> definitions = new HashMap<>();
              fields.forEach(
                  (id, definition) -> {
                    if (id.length > 0) {
                      definitions.put(Args.text(id), definition);
                    }
                  });
              return definitions;
            });
  }

  @Override
  public CompletableFuture<Optional<byte[]>> definition(String id) {
    if (id.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return calls
        .send(redis -> redis.hget(keys.schedules(), Args.bytes(id)))
        .thenApply(Optional::ofNullable);
  }

  @Override
  public CompletableFuture<Boolean> replace(
      String id, byte @Nullable [] expected, byte @Nullable [] replacement) {
    byte[] none = {};
    return calls
        .count(
            Script.SCHEDULE_REPLACE,
            Args.of(keys.schedules()),
            Args.of(
                Args.bytes(id),
                expected == null ? none : expected,
                replacement == null ? none : replacement))
        .thenApply(replaced -> replaced == 1);
  }

  @Override
  public CompletableFuture<TickReply> tick(TickRequest tick) {
    TickRequest.Of schedule = tick.schedule();
    TickRequest.Advance advance = tick.advance();
    QueueKeys q = keys.queue(schedule.partition());
    Args args = new Args(8 + 3 * tick.tasks().size()).add(schedule.revision());
    if (advance == null) {
      args.add(0).add("").add("");
    } else {
      args.add(advance.floor().toEpochMilli())
          .add(advance.from().toEpochMilli())
          .add(advance.to().toEpochMilli());
    }
    Instant missed = tick.missed();
    args.add(missed == null ? "" : Long.toString(missed.toEpochMilli()))
        .add(tick.exclusive() ? 1 : 0)
        .add(tick.server())
        .add(HISTORY);
    tick.tasks()
        .forEach(task -> args.add(task.id()).add(task.tick().toEpochMilli()).add(task.envelope()));
    byte[][] allKeys =
        Args.of(
            q.ticks(schedule.id()),
            q.tickHistory(schedule.id()),
            q.tasks,
            q.pending,
            q.wake,
            q.archived,
            q.completed);
    return calls
        .run(Script.TICK, allKeys, args.toArray())
        .thenApply(
            answer -> {
              int count = (int) Args.number(answer.get(3));
              if (count > 0) {
                enqueued.accept(schedule.partition());
              }
              return new TickReply(
                  TickReply.Status.values()[(int) Args.number(answer.get(0))],
                  Args.number(answer.get(1)),
                  Instant.ofEpochMilli(Args.number(answer.get(2))),
                  count);
            });
  }

  @Override
  public CompletableFuture<TickState> fence(
      String partition, String id, long revision, boolean leaving) {
    QueueKeys q = keys.queue(partition);
    return calls
        .run(
            Script.TICK_FENCE,
            Args.of(q.ticks(id), q.tickHistory(id)),
            new Args(2).add(revision).add(leaving ? LEFT_BEHIND.toMillis() : 0).toArray())
        .thenApply(
            answer ->
                state(
                    Args.number(answer.get(0)),
                    Args.number(answer.get(1)),
                    Args.text(answer.get(2))));
  }

  @Override
  public CompletableFuture<TickState> state(String partition, String id) {
    return calls
        .send(redis -> redis.hgetall(keys.queue(partition).ticks(id)))
        .thenApply(
            fields -> {
              Map<String, String> known = new HashMap<>();
              fields.forEach((name, value) -> known.put(Args.text(name), Args.text(value)));
              return state(
                  Long.parseLong(known.getOrDefault("revision", "0")),
                  Long.parseLong(known.getOrDefault("last", "0")),
                  known.getOrDefault("task", ""));
            });
  }

  private static TickState state(long revision, long last, String task) {
    return new TickState(
        revision, last == 0 ? null : Instant.ofEpochMilli(last), task.isEmpty() ? null : task);
  }

  @Override
  public CompletableFuture<List<TickRecord>> history(String partition, String id, int most) {
    return calls
        .send(redis -> redis.lrange(keys.queue(partition).tickHistory(id), 0, most - 1))
        .thenApply(
            entries -> entries.stream().map(Args::text).map(ScheduleCommands::entry).toList());
  }

  private static TickRecord entry(String text) {
    String[] parts = text.split("\n", -1);
    return new TickRecord(
        Instant.ofEpochMilli(Long.parseLong(parts[0])),
        Instant.ofEpochMilli(Long.parseLong(parts[1])),
        TickRecord.Outcome.valueOf(parts[2]),
        parts[3],
        parts[4].isEmpty() ? null : parts[4]);
  }
}
