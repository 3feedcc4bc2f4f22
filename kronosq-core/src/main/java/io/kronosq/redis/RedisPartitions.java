package io.kronosq.redis;

import io.kronosq.store.Layout;
import io.kronosq.store.Loop;
import io.kronosq.store.NewTask;
import io.kronosq.store.PartitionStore;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the layouts of queues, and reads them again every few seconds. */
final class RedisPartitions implements PartitionStore {
  private static final Logger LOG = LoggerFactory.getLogger(RedisPartitions.class);
  private static final Duration REFRESH = Duration.ofSeconds(2);

  /**
   * How long a number must have been a former one before the queue gets it again. A process that
   * has not heard of it at all would not ask the partitions that there were meanwhile.
   */
  private static final Duration SETTLED_AFTER = REFRESH.plusSeconds(1);

  private static final Duration FIRST_RETRY = Duration.ofMillis(100);

  private final Loop loop;
  private final PartitionCommands commands;
  private final Map<String, QueueLayouts> known = new ConcurrentHashMap<>();
  private final Map<String, Integer> least = new ConcurrentHashMap<>();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final AtomicBoolean refreshing = new AtomicBoolean();

  /** What Redis had at the last reading; null before the first. */
  private volatile @Nullable Map<String, String> texts;

  private record Watch(String queue, Consumer<QueueLayouts> listener) {}

  RedisPartitions(Loop loop, PartitionCommands commands) {
    this.loop = loop;
    this.commands = commands;
  }

  @Override
  public @Nullable QueueLayouts known(String queue) {
    QueueLayouts layouts = known.get(queue);
    if (layouts != null) {
      return layouts;
    }
    Map<String, String> read = texts;
    return read == null ? null : known.computeIfAbsent(queue, name -> parse(name, read));
  }

  private static QueueLayouts parse(String queue, Map<String, String> read) {
    String text = read.get(queue);
    return text == null ? QueueLayouts.unpartitioned(queue) : LayoutText.parse(queue, text);
  }

  @Override
  public CompletionStage<QueueLayouts> layouts(String queue) {
    keepRefreshing();
    return read().thenApply(read -> parse(queue, read));
  }

  @Override
  public CompletionStage<List<QueueLayouts>> layouts(List<String> queues) {
    keepRefreshing();
    return read().thenApply(read -> queues.stream().map(queue -> parse(queue, read)).toList());
  }

  @Override
  public TaskStore.Registration watch(String queue, Consumer<QueueLayouts> listener) {
    Watch watch = new Watch(queue, listener);
    loop.execute(
        () -> {
          watches.add(watch);
          QueueLayouts layouts = known(queue);
          if (layouts != null) {
            listener.accept(layouts);
          }
          keepRefreshing();
        });
    return () -> watches.remove(watch);
  }

  @Override
  public void atLeast(String queue, int count) {
    least.merge(queue, Layout.checkCount(queue, count), Math::max);
    keepRefreshing();
  }

  /** From the first use on, until the store is closed. */
  private void keepRefreshing() {
    if (!refreshing.get() && refreshing.compareAndSet(false, true)) {
      refresh();
    }
  }

  private void refresh() {
    read()
        .whenComplete(
            (read, failure) -> {
              try {
                loop.schedule(texts == null ? FIRST_RETRY : REFRESH, this::refresh);
              } catch (StoreException closed) {
                LOG.debug("The store is closed, so its queues' partitions are not read any more");
              }
            });
  }

  private CompletableFuture<Map<String, String>> read() {
    return commands
        .readAll()
        .thenCompose(this::raise)
        .thenApply(
            read -> {
              accept(read);
              return read;
            });
  }

  /**
   * Gives queues the partitions that this process wants at least, once: an operator may want fewer
   * afterwards.
   */
  private CompletableFuture<Map<String, String>> raise(Map<String, String> read) {
    List<CompletableFuture<QueueLayouts>> raised = new ArrayList<>(0);
    least.forEach(
        (queue, count) -> {
          QueueLayouts present = parse(queue, read);
          if (present.current().count() < count) {
            raised.add(
                change(read, Layout.of(queue, count))
                    .whenComplete(
                        (done, failure) -> {
                          if (failure == null) {
                            least.remove(queue, count);
                          }
                        }));
          } else {
            least.remove(queue, count);
          }
        });
    return raised.isEmpty()
        ? CompletableFuture.completedFuture(read)
        : CompletableFuture.allOf(raised.toArray(CompletableFuture[]::new))
            .thenCompose(done -> commands.readAll());
  }

  /** On the loop. */
  private void accept(Map<String, String> read) {
    texts = read;
    for (Map.Entry<String, QueueLayouts> entry : known.entrySet()) {
      QueueLayouts before = entry.getValue();
      QueueLayouts now = parse(entry.getKey(), read);
      if (!now.equals(before)) {
        entry.setValue(now);
        restoreIfForgotten(before.current(), now);
      }
    }
    for (Watch watch : watches) {
      QueueLayouts now = known(watch.queue());
      if (now != null) {
        watch.listener().accept(now);
      }
    }
  }

  /**
   * A process that heard of nothing for long, because it was stopped or cut off, may have stored
   * tasks where nobody looks any more.
   */
  private void restoreIfForgotten(Layout used, QueueLayouts now) {
    if (!now.all().contains(used)) {
      LOG.warn(
          "Queue {} has other partitions since long; its former {} are looked after again, in case"
              + " this process put tasks there meanwhile",
          used.queue(),
          used.count());
      commands.restore(used);
    }
  }

  @Override
  public CompletionStage<QueueLayouts> setPartitions(String queue, int count) {
    Layout wanted = Layout.of(queue, Layout.checkCount(queue, count));
    return commands
        .readAll()
        .thenCompose(read -> change(read, wanted))
        .thenCompose(changed -> layouts(queue));
  }

  /** Repeated until it is done, since another process may have changed the queue meanwhile. */
  private CompletableFuture<QueueLayouts> change(Map<String, String> read, Layout to) {
    QueueLayouts from = parse(to.queue(), read);
    if (from.current().equals(to)) {
      return CompletableFuture.completedFuture(from);
    }
    return settled(read, to)
        .thenCompose(done -> commands.change(from, to))
        .thenCompose(changed -> commands.readAll())
        .thenCompose(again -> change(again, to));
  }

  private CompletableFuture<Void> settled(Map<String, String> read, Layout to) {
    Instant since = LayoutText.formerSince(read.getOrDefault(to.queue(), ""), to.count());
    if (since == null) {
      return CompletableFuture.completedFuture(null);
    }
    return commands
        .now()
        .thenCompose(
            now -> {
              Duration wait = Duration.between(now, since.plus(SETTLED_AFTER));
              CompletableFuture<Void> over = new CompletableFuture<>();
              if (wait.isNegative()) {
                over.complete(null);
              } else {
                loop.schedule(wait, () -> over.complete(null));
              }
              return over;
            });
  }

  @Override
  public CompletionStage<Void> forgetEmpty(String queue) {
    return commands
        .readAll()
        .thenCompose(
            read ->
                CompletableFuture.allOf(
                    parse(queue, read).former().stream()
                        .map(commands::forgetIfEmpty)
                        .toArray(CompletableFuture[]::new)));
  }

  @Override
  public CompletionStage<Map<Integer, String>> conflicts(String partition, List<NewTask> tasks) {
    return commands.conflicts(partition, tasks);
  }
}
