package io.kronosq.schedule;

import io.kronosq.store.TaskStore;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the schedules that an application declares, and those that were added at run time. Safe for
 * use by many threads.
 */
public final class ScheduleRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleRunner.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final TaskStore store;
  private final Declarations declarations;
  private final ScheduleEngine engine;
  private volatile boolean running;

  /** Whether what is declared is stored, as far as {@link #step} knows. */
  private volatile boolean stored;

  /**
   * @param store where schedules are kept
   * @param settings how they are run
   * @param time elapsed time
   * @param declared the application's schedules
   */
  public ScheduleRunner(
      TaskStore store,
      ScheduleSettings settings,
      TimeSource time,
      Map<String, ScheduleDefinition> declared) {
    this.store = store;
    ScheduleEditor editor = new ScheduleEditor(store.schedules(), store.partitions());
    declarations = new Declarations(editor, ScheduleEntry.Origin.DECLARED);
    declared.forEach(declarations::add);
    engine =
        new ScheduleEngine(
            store,
            settings,
            time,
            editor,
            entry ->
                entry.origin().source() == ScheduleSource.ADDED || declarations.contains(entry),
            this::declareIfRunning);
  }

  /** Declares and runs; a store that is away is waited for. */
  public void start() {
    running = true;
    engine.start();
    declare();
  }

  private void declare() {
    declarations
        .store()
        .whenComplete(
            (stored, failure) -> {
              if (failure == null) {
                engine.refresh();
              } else if (running) {
                LOG.warn(
                    "Schedules could not be stored; it is tried again. {}", failure.toString());
                store.loop().schedule(RETRY, this::declareIfRunning);
              }
            });
  }

  private void declareIfRunning() {
    if (running) {
      declare();
    }
  }

  /**
   * Declares one more schedule.
   *
   * @param id its id
   * @param definition what it is
   * @return completes when it is stored
   */
  public CompletionStage<Void> add(String id, ScheduleDefinition definition) {
    declarations.add(id, definition);
    stored = false;
    return running
        ? declarations.store(id, definition).thenRun(engine::refresh)
        : CompletableFuture.completedFuture(null);
  }

  /**
   * Declares what is not declared yet, and takes the ticks that are due; for whoever does not start
   * the runner because time is theirs.
   *
   * @return when the next tick is due, by the store's clock; empty when none is
   */
  public CompletionStage<Optional<Instant>> step() {
    return stored
        ? engine.step()
        : declarations
            .store()
            .thenCompose(
                done -> {
                  stored = true;
                  return engine.step();
                });
  }

  /** Takes no more ticks. */
  public CompletionStage<Void> stop() {
    running = false;
    return engine.stop();
  }
}
