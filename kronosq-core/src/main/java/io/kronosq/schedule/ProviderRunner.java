package io.kronosq.schedule;

import io.kronosq.store.ScheduleStore;
import io.kronosq.store.TaskStore;
import io.kronosq.time.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs the schedules that a provider wanted, whichever server asked it, and brings what is stored
 * in line with what it wants now. Safe for use by many threads.
 */
public final class ProviderRunner {
  private final ScheduleStore store;
  private final ScheduleEntry.Origin origin;
  private final ScheduleEditor editor;
  private final ScheduleEngine engine;

  /**
   * @param store where schedules are kept
   * @param settings how they are run
   * @param time elapsed time
   * @param provider the provider's name; what other providers want is left alone
   */
  public ProviderRunner(
      TaskStore store, ScheduleSettings settings, TimeSource time, String provider) {
    this.store = store.schedules();
    origin = new ScheduleEntry.Origin(ScheduleSource.PROVIDED, provider);
    editor = new ScheduleEditor(this.store, store.partitions());
    engine =
        new ScheduleEngine(
            store, settings, time, editor, entry -> entry.origin().equals(origin), () -> {});
  }

  /** Runs what is stored; a store that is away is waited for. */
  public void start() {
    engine.start();
  }

  /**
   * Takes the ticks that are due; for whoever does not start the runner because time is theirs.
   *
   * @return when the next tick is due, by the store's clock; empty when none is
   */
  public CompletionStage<Optional<Instant>> step() {
    return engine.step();
  }

  /** Takes no more ticks. */
  public CompletionStage<Void> stop() {
    return engine.stop();
  }

  /**
   * Adds, changes and removes schedules of the provider.
   *
   * @param wanted all that it wants
   * @return what was changed
   */
  public CompletionStage<SyncResult> sync(Map<String, ScheduleDefinition> wanted) {
    return store
        .definitions()
        .thenCompose(
            stored -> {
              Set<String> added = new TreeSet<>(wanted.keySet());
              added.removeAll(stored.keySet());
              Set<String> changed = new TreeSet<>();
              Set<String> removed = new TreeSet<>();
              ScheduleCodec.decode(stored)
                  .forEach(
                      (id, entry) -> {
                        ScheduleDefinition definition = wanted.get(id);
                        if (definition != null && differs(entry, definition)) {
                          changed.add(id);
                        } else if (definition == null && entry.origin().equals(origin)) {
                          removed.add(id);
                        }
                      });
              return store(wanted, added, changed, removed);
            });
  }

  private boolean differs(ScheduleEntry entry, ScheduleDefinition definition) {
    return !entry.origin().equals(origin)
        || !Arrays.equals(ScheduleCodec.encode(entry.declared()), ScheduleCodec.encode(definition));
  }

  private CompletionStage<SyncResult> store(
      Map<String, ScheduleDefinition> wanted,
      Set<String> added,
      Set<String> changed,
      Set<String> removed) {
    Set<String> stored = new TreeSet<>(added);
    stored.addAll(changed);
    List<CompletionStage<?>> calls = new ArrayList<>();
    wanted.forEach(
        (id, definition) -> {
          if (stored.contains(id)) {
            calls.add(editor.change(id, ScheduleEditor.declaring(id, definition, origin)));
          }
        });
    removed.forEach(id -> calls.add(editor.change(id, this::withoutOwn)));
    return CompletableFuture.allOf(
            calls.stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              engine.refresh();
              return new SyncResult(added.size(), changed.size(), removed.size());
            });
  }

  private @Nullable ScheduleEntry withoutOwn(@Nullable ScheduleEntry current) {
    return current != null && current.origin().equals(origin) ? null : current;
  }
}
