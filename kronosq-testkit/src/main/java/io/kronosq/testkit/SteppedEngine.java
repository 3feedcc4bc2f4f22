package io.kronosq.testkit;

import io.kronosq.KronosServer;
import io.kronosq.PeriodicTaskManager;
import io.kronosq.Scheduler;
import io.kronosq.worker.RunResult;
import io.kronosq.worker.SteppedWorker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Workers and schedules of a test. They do something when they are told to, and when the test lets
 * time pass.
 */
final class SteppedEngine implements AutoCloseable {
  private final TestStore store;
  private final TestClock clock;
  private final List<SteppedWorker> workers = new CopyOnWriteArrayList<>();
  private final List<Scheduler> schedulers = new ArrayList<>();
  private final List<PeriodicTaskManager> managers = new ArrayList<>();
  private final Own own;
  private @Nullable SteppedWorker ownWorker;

  /**
   * The test's own worker, which is built when it is needed: not where the application brings one.
   *
   * @param server its settings
   * @param servesAll whether it serves all queues that tasks are enqueued to
   */
  record Own(KronosServer.Builder server, boolean servesAll) {}

  SteppedEngine(TestStore store, TestClock clock, Own own) {
    this.store = store;
    this.clock = clock;
    this.own = own;
  }

  void serve(KronosServer.Builder server) {
    workers.add(server.buildStepped(clock));
  }

  void schedule(Scheduler scheduler) {
    schedulers.add(scheduler);
  }

  void provide(PeriodicTaskManager manager) {
    managers.add(manager);
  }

  private List<SteppedWorker> workers() {
    if (workers.isEmpty()) {
      ownWorker = own.server().buildStepped(clock);
      workers.add(ownWorker);
    }
    SteppedWorker serving = ownWorker;
    if (serving != null && own.servesAll()) {
      store.recording().queues().forEach(serving::serve);
    }
    return workers;
  }

  /** Runs one task that is due; empty when none is. */
  Optional<RunResult> runOne() {
    for (SteppedWorker worker : workers()) {
      Optional<RunResult> result = worker.runOne();
      if (result.isPresent()) {
        return result;
      }
    }
    return Optional.empty();
  }

  /** Removes tasks that are kept no longer. */
  void expire() {
    workers().forEach(SteppedWorker::expire);
  }

  /** Asks providers of periodic tasks what they want. */
  void askProviders() {
    managers.forEach(PeriodicTaskManager::sync);
  }

  /** Takes the ticks that are due; says when the next one is, or null. */
  @Nullable Instant takeTicks() {
    return Stream.concat(
            schedulers.stream().map(Scheduler::step),
            managers.stream().map(PeriodicTaskManager::step))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** When the next task is due that was not when one was last looked for; null for never. */
  @Nullable Instant nextTask() {
    return workers().stream()
        .map(SteppedWorker::nextDue)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** When a task or a tick is due next; null for never. */
  @Nullable Instant nextEvent() {
    return Stream.of(Optional.ofNullable(takeTicks()), Optional.ofNullable(nextTask()))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Lets time pass, and takes the ticks on the way. */
  void passTo(Instant end) {
    askProviders();
    for (Instant tick = takeTicks(); tick != null && !tick.isAfter(end); tick = takeTicks()) {
      set(tick.isBefore(clock.now()) ? clock.now() : tick);
    }
    set(end);
  }

  private void set(Instant now) {
    store.time(now);
    clock.set(now);
    workers.forEach(SteppedWorker::timePassed);
  }

  @Override
  public void close() {
    workers.forEach(SteppedWorker::close);
    managers.forEach(PeriodicTaskManager::close);
    schedulers.forEach(Scheduler::close);
  }
}
