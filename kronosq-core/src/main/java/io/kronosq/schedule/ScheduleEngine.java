package io.kronosq.schedule;

import io.kronosq.metric.EnqueueResult;
import io.kronosq.store.Layout;
import io.kronosq.store.Loop;
import io.kronosq.store.QueueLayouts;
import io.kronosq.store.ScheduleStore.Watch;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import io.kronosq.store.TickReply;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the ticks of schedules as they become due. Any number of engines may do so for the same
 * schedules; the store lets one of them have each tick. It sleeps until the next tick, and looks
 * for changes of the definitions every few seconds. All but {@link #start} and {@link #stop}
 * happens on the loop.
 */
final class ScheduleEngine {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleEngine.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final TaskStore store;
  private final Loop loop;
  private final ScheduleSettings settings;
  private final TimeSource time;
  private final Predicate<ScheduleEntry> isRunHere;
  private final ScheduleEditor editor;
  private final Runnable lost;
  private final StoreClock clock;
  private final Map<String, LiveSchedule> live = new HashMap<>();
  private long version = -1;
  private long watchAt;
  private long wakeAt;
  private boolean failing;
  private boolean running;
  private Loop.@Nullable Timer timer;

  /**
   * @param store where schedules are kept
   * @param settings how they are run
   * @param time elapsed time
   * @param editor moves and renews them
   * @param isRunHere whether this process runs a schedule
   * @param lost called when the store has lost its schedules
   */
  ScheduleEngine(
      TaskStore store,
      ScheduleSettings settings,
      TimeSource time,
      ScheduleEditor editor,
      Predicate<ScheduleEntry> isRunHere,
      Runnable lost) {
    this.lost = lost;
    this.store = store;
    this.loop = store.loop();
    this.settings = settings;
    this.time = time;
    this.editor = editor;
    this.isRunHere = isRunHere;
    clock = new StoreClock(time);
  }

  void start() {
    loop.execute(
        () -> {
          running = true;
          watch();
        });
  }

  /** Looks at the definitions again, since others are to be run here. */
  void refresh() {
    loop.execute(
        () -> {
          version = -1;
          watch();
        });
  }

  /** Ends once the loop comes to it; a call that is under way is not waited for. */
  CompletionStage<Void> stop() {
    try {
      return CompletableFuture.runAsync(
          () -> {
            running = false;
            cancelTimer();
          },
          loop);
    } catch (StoreException closed) {
      // Nothing runs on a closed store.
      return CompletableFuture.completedFuture(null);
    }
  }

  private void watch() {
    if (!running) {
      return;
    }
    cancelTimer();
    store
        .schedules()
        .watch()
        .thenCompose(
            watch -> {
              if (watch.version() < version) {
                LOG.warn(
                    "Redis has lost its schedules; those that are declared here are stored again");
                lost.run();
              }
              return watch.version() == version ? done(watch) : reload(watch);
            })
        .whenComplete((watch, failure) -> watched(watch, failure));
  }

  private static CompletionStage<Watch> done(Watch watch) {
    return CompletableFuture.completedFuture(watch);
  }

  private void watched(@Nullable Watch watch, @Nullable Throwable failure) {
    if (!running) {
      return;
    }
    Duration again = settings.watchInterval();
    if (watch == null) {
      again = RETRY;
      report(failure);
    } else {
      failing = false;
      clock.set(watch.now());
      runOnce(clock.now());
    }
    watchAt = time.nanos() + again.toNanos();
    arm();
  }

  /** Reads the definitions, and goes on with what has not changed. */
  CompletionStage<Watch> reload(Watch watch) {
    return store
        .schedules()
        .definitions()
        .thenApply(
            definitions -> {
              live.keySet().retainAll(definitions.keySet());
              definitions.forEach(this::keep);
              version = watch.version();
              return watch;
            })
        .thenCompose(this::withLayouts);
  }

  /** From the first reading on, the layouts of all queues are kept up to date by themselves. */
  private CompletionStage<Watch> withLayouts(Watch watch) {
    return live.values().stream()
        .map(LiveSchedule::queue)
        .filter(queue -> store.partitions().known(queue) == null)
        .findAny()
        .map(queue -> store.partitions().layouts(queue).thenApply(layouts -> watch))
        .orElseGet(() -> done(watch));
  }

  private void keep(String id, byte[] definition) {
    try {
      ScheduleEntry entry = ScheduleCodec.decode(id, definition);
      LiveSchedule known = live.get(id);
      if (entry.paused() || !isRunHere.test(entry)) {
        live.remove(id);
      } else if (known == null || known.entry().revision() != entry.revision()) {
        live.put(id, new LiveSchedule(entry));
      }
    } catch (RuntimeException e) {
      LOG.warn("Schedule '{}' does not run here: {}", id, e.getMessage());
      live.remove(id);
    }
  }

  /**
   * Takes all ticks that are due.
   *
   * @param now by the store's clock
   * @return completes when they were taken, here or elsewhere, or could not be
   */
  CompletionStage<Void> runOnce(Instant now) {
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (LiveSchedule schedule : live.values()) {
      if (Duration.ZERO.equals(schedule.untilDue(now))) {
        Layout elsewhere = otherLayout(schedule);
        if (elsewhere == null) {
          calls.add(take(schedule, now));
        } else {
          schedule.tryAgain(now.plus(RETRY));
          move(schedule.entry().id(), elsewhere);
        }
      }
    }
    return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new));
  }

  /**
   * Takes all ticks that are due once, for whoever does not start the engine because time is
   * theirs. May be called on any thread.
   *
   * @return when the next tick is due, by the store's clock; empty when none is
   */
  CompletionStage<Optional<Instant>> step() {
    return CompletableFuture.supplyAsync(store.schedules()::watch, loop)
        .thenCompose(watch -> watch)
        .thenCompose(watch -> watch.version() == version ? done(watch) : reload(watch))
        .thenCompose(watch -> runOnce(watch.now()).thenApply(taken -> nextDue(watch.now())));
  }

  private Optional<Instant> nextDue(Instant now) {
    return live.values().stream()
        .map(schedule -> schedule.untilDue(now))
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .map(now::plus);
  }

  private CompletableFuture<?> take(LiveSchedule schedule, Instant now) {
    return ask(schedule, now)
        .thenApply(
            reply -> {
              schedule.settle(reply);
              return reply;
            })
        .handle(
            (reply, failure) -> {
              settled(schedule, now, reply, failure);
              return reply;
            })
        .toCompletableFuture();
  }

  /** A schedule that fails keeps no other one from its ticks. */
  private CompletionStage<TickReply> ask(LiveSchedule schedule, Instant now) {
    try {
      return store.schedules().tick(schedule.take(now, settings));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void settled(
      LiveSchedule schedule, Instant now, @Nullable TickReply reply, @Nullable Throwable failure) {
    if (reply == null) {
      report(failure);
      schedule.tryAgain(now.plus(RETRY));
    } else if (reply.status() == TickReply.Status.DONE) {
      tellOf(schedule.entry().effective().task(), reply.enqueued());
    } else if (reply.status() == TickReply.Status.STALE) {
      renew(schedule.entry().id(), reply.revision());
    }
    armFor(schedule);
  }

  private void tellOf(ScheduledTask task, int enqueued) {
    for (int i = 0; i < enqueued; i++) {
      store.metrics().enqueued(task.type(), task.queue(), EnqueueResult.STORED);
    }
  }

  /**
   * Somebody changes the schedule right now; its new definition is read as soon as it is there. If
   * it never comes, since whoever wanted it died over it, the present one goes on.
   */
  private void renew(String id, long revision) {
    if (time.nanos() + RETRY.toNanos() - watchAt < 0) {
      watchAt = time.nanos() + RETRY.toNanos();
      wakeIn(RETRY);
    }
    loop.schedule(
        RETRY,
        () -> {
          if (running) {
            editor
                .change(id, ScheduleEditor.renewing(revision))
                .whenComplete(
                    (entry, failure) -> {
                      if (failure != null) {
                        report(failure);
                        renew(id, revision);
                      }
                    });
          }
        });
  }

  /** The layout of its queue when the schedule is not where it belongs in it; else null. */
  private @Nullable Layout otherLayout(LiveSchedule schedule) {
    QueueLayouts layouts = store.partitions().known(schedule.queue());
    if (layouts == null) {
      return null;
    }
    Layout current = layouts.current();
    String home = current.partitionOfKey(schedule.entry().id());
    return home.equals(schedule.entry().partition()) ? null : current;
  }

  /** A queue that was given other partitions takes its schedules along, before the next tick. */
  private void move(String id, Layout layout) {
    editor
        .change(id, ScheduleEditor.moving(layout))
        .whenComplete(
            (entry, failure) -> {
              if (failure == null) {
                watchSoon();
              } else {
                report(failure);
              }
            });
  }

  private void watchSoon() {
    watchAt = time.nanos();
    wakeIn(Duration.ZERO);
  }

  private void arm() {
    cancelTimer();
    Duration wait = untilWatch();
    Instant now = clock.now();
    for (LiveSchedule schedule : live.values()) {
      Duration untilDue = schedule.untilDue(now);
      if (untilDue != null && untilDue.compareTo(wait) < 0) {
        wait = untilDue;
      }
    }
    wakeIn(wait);
  }

  /** For one schedule the others need not be gone through. */
  private void armFor(LiveSchedule schedule) {
    Duration untilDue = schedule.untilDue(clock.now());
    if (untilDue != null && untilDue.compareTo(untilWatch()) < 0) {
      wakeIn(untilDue);
    }
  }

  private Duration untilWatch() {
    return Duration.ofNanos(Math.max(0, watchAt - time.nanos()));
  }

  /** Not later than that. */
  private void wakeIn(Duration wait) {
    long at = time.nanos() + wait.toNanos();
    if (running && (timer == null || at - wakeAt < 0)) {
      cancelTimer();
      wakeAt = at;
      timer = loop.schedule(wait, this::wake);
    }
  }

  private void wake() {
    timer = null;
    if (watchAt - time.nanos() <= 0) {
      watch();
    } else if (running) {
      runOnce(clock.now());
      arm();
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void report(@Nullable Throwable failure) {
    if (!failing && running) {
      failing = true;
      LOG.warn(
          "Schedules are not run at the moment; it is tried again. {}", String.valueOf(failure));
    }
  }
}
