package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.Layout;
import io.kronosq.store.NewTask;
import io.kronosq.store.QueueLayouts;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads and changes which partitions queues have. */
final class PartitionCommands {
  /** How long a former layout is kept at least; by then every process has read of the change. */
  static final Duration KEPT_AT_LEAST = Duration.ofSeconds(30);

  /**
   * How long partitions are closed to tasks that may meet others, should the change that closed
   * them never be completed.
   */
  private static final Duration CLOSED_FOR = Duration.ofSeconds(10);

  private final RedisCalls calls;
  private final Keys keys;

  PartitionCommands(RedisCalls calls, Keys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  /** The layouts of all queues that were ever partitioned, as {@link LayoutText} has them. */
  CompletableFuture<Map<String, String>> readAll() {
    return calls
        .send(redis -> redis.hgetall(keys.layouts()))
        .thenApply(
            fields -> {
              Map<String, String> texts = new HashMap<>();
              fields.forEach((queue, text) -> texts.put(Args.text(queue), Args.text(text)));
              return texts;
            });
  }

  /** The clock by which layouts became former ones. */
  CompletableFuture<Instant> now() {
    return calls.now(keys.layouts());
  }

  /**
   * Closes the present partitions to tasks that may meet others, so that no process which has not
   * heard of the change stores one there, and then makes the new ones current.
   *
   * @return whether that was done; false when another change came first
   */
  CompletableFuture<Boolean> change(QueueLayouts from, Layout to) {
    Layout current = from.current();
    return calls
        .send(redis -> redis.hgetall(keys.queue(current.partitions().get(0)).meta))
        .thenCompose(settings -> forAll(to.partitions(), q -> open(q, settings)))
        .thenCompose(done -> forAll(current.partitions(), this::close))
        .thenCompose(
            done ->
                calls.count(
                    Script.PARTITION,
                    Args.of(keys.layouts()),
                    new Args(3).add(to.queue()).add(current.count()).add(to.count()).toArray()))
        .thenApply(changed -> changed == 1);
  }

  private interface Step {
    CompletableFuture<?> on(QueueKeys q);
  }

  private CompletableFuture<Void> forAll(List<String> partitions, Step step) {
    return CompletableFuture.allOf(
        partitions.stream()
            .map(partition -> step.on(keys.queue(partition)))
            .toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<?> open(QueueKeys q, Map<byte[], byte[]> settings) {
    CompletableFuture<Long> reset = calls.send(redis -> redis.del(q.closed, q.meta));
    return settings.isEmpty()
        ? reset
        : reset.thenCompose(done -> calls.send(redis -> redis.hset(q.meta, settings)));
  }

  private CompletableFuture<?> close(QueueKeys q) {
    return calls.send(redis -> redis.set(q.closed, Args.bytes(1), SetArgs.Builder.px(CLOSED_FOR)));
  }

  /** Makes a layout that was forgotten too early a former one again. */
  CompletableFuture<Long> restore(Layout former) {
    return calls.count(
        Script.PARTITION_RESTORE,
        Args.of(keys.layouts()),
        new Args(2).add(former.queue()).add(former.count()).toArray());
  }

  /** Forgets a former layout if nothing is left in it; tells whether it was. */
  CompletableFuture<Boolean> forgetIfEmpty(Layout former) {
    List<CompletableFuture<Long>> left =
        former.partitions().stream()
            .map(keys::queue)
            .map(q -> calls.send(redis -> redis.exists(q.tasks, q.stale, q.held, q.groupMembers())))
            .toList();
    return CompletableFuture.allOf(left.toArray(CompletableFuture[]::new))
        .thenCompose(
            done ->
                left.stream().allMatch(count -> count.join() == 0)
                    ? forget(former)
                    : CompletableFuture.completedFuture(false));
  }

  private CompletableFuture<Boolean> forget(Layout former) {
    return calls
        .count(
            Script.PARTITION_FORGET,
            Args.of(keys.layouts()),
            new Args(3)
                .add(former.queue())
                .add(former.count())
                .add(KEPT_AT_LEAST.toMillis())
                .toArray())
        .thenApply(forgotten -> forgotten == 1);
  }

  CompletableFuture<Map<Integer, String>> conflicts(String partition, List<NewTask> tasks) {
    QueueKeys q = keys.queue(partition);
    Args allKeys = new Args(4 + tasks.size()).addAll(q.tasks, q.stale, q.groupMembers(), q.relayed);
    Args args = new Args(1 + 3 * tasks.size());
    int locks = 0;
    for (NewTask task : tasks) {
      NewTask.Lock lock = task.lock();
      args.add(task.chosenId() ? task.id() : "");
      if (lock == null) {
        args.add(0);
      } else {
        allKeys.add(q.lock(lock.digest()));
        args.add(++locks);
      }
      EnqueueCommands.addRow(args, task);
    }
    NewTask.Row row = tasks.get(0).row();
    args.add(row == null ? "" : row.outbox());
    return calls
        .run(Script.CONFLICTS, allKeys.toArray(), args.toArray())
        .thenApply(
            others -> {
              Map<Integer, String> conflicts = new HashMap<>();
              for (int i = 0; i < tasks.size(); i++) {
                String other = Args.text(others.get(i));
                if (!other.isEmpty()) {
                  conflicts.put(i, other);
                }
              }
              return conflicts;
            });
  }
}
