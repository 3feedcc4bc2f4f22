package io.kronosq.schedule;

import io.kronosq.store.Layout;
import io.kronosq.store.PartitionStore;
import io.kronosq.store.ScheduleStore;
import io.kronosq.store.TickState;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Changes what is stored of a schedule. First the ticks of the present revision are refused where
 * they would be taken, then the new one is stored: from then on nobody acts upon the old one, heard
 * of the change or not. Should the second step never come, a server repairs it.
 */
final class ScheduleEditor {
  /** Decides about a change, possibly more than once. */
  @FunctionalInterface
  interface Change {
    /**
     * What is to be stored.
     *
     * @param current what is stored; null for nothing
     * @return the same object for no change, null to remove it
     */
    @Nullable ScheduleEntry apply(@Nullable ScheduleEntry current);
  }

  private final ScheduleStore store;
  private final PartitionStore partitions;

  ScheduleEditor(ScheduleStore store, PartitionStore partitions) {
    this.store = store;
    this.partitions = partitions;
  }

  /** What is to be declared for a schedule, whatever was there before; operators' edits stay. */
  static Change declaring(String id, ScheduleDefinition definition, ScheduleEntry.Origin origin) {
    byte[] wanted = ScheduleCodec.encode(definition);
    return current -> {
      if (current == null) {
        return new ScheduleEntry(
            id, 0, origin, definition, ScheduleEdit.NONE, false, Instant.EPOCH, "");
      }
      boolean same =
          current.origin().equals(origin)
              && Arrays.equals(ScheduleCodec.encode(current.declared()), wanted);
      return same ? current : current.declaredAs(definition, origin);
    };
  }

  /** Stores the schedule anew if it is older than a revision. */
  static Change renewing(long revision) {
    return current ->
        current == null || current.revision() >= revision ? current : current.renewed();
  }

  /** Moves the schedule to where it belongs in the present layout of its queue. */
  static Change moving(Layout layout) {
    return current ->
        current == null || current.partition().equals(layout.partitionOfKey(current.id()))
            ? current
            : current.renewed();
  }

  /**
   * Changes a schedule.
   *
   * @return what is stored then
   */
  CompletionStage<Optional<ScheduleEntry>> change(String id, Change change) {
    return store
        .watch()
        .thenCompose(
            watch ->
                store
                    .definition(id)
                    .thenCompose(stored -> attempt(id, stored.orElse(null), change, watch.now())));
  }

  // The same object, not an equal one, says that nothing is to be stored.
  @SuppressWarnings("ReferenceEquality")
  private CompletionStage<Optional<ScheduleEntry>> attempt(
      String id, byte @Nullable [] stored, Change change, Instant now) {
    ScheduleEntry current = stored == null ? null : ScheduleCodec.decode(id, stored);
    ScheduleEntry next = change.apply(current);
    if (next == current) {
      return CompletableFuture.completedFuture(Optional.ofNullable(current));
    }
    return prepare(current, next, now)
        .thenCompose(
            prepared ->
                store
                    .replace(id, stored, prepared.map(ScheduleCodec::encode).orElse(null))
                    .thenCompose(
                        replaced ->
                            replaced
                                ? CompletableFuture.completedFuture(prepared)
                                : change(id, change)));
  }

  private CompletionStage<Optional<ScheduleEntry>> prepare(
      @Nullable ScheduleEntry current, @Nullable ScheduleEntry next, Instant now) {
    if (next == null) {
      return fence(current, now, true).thenApply(state -> Optional.empty());
    }
    return partitions
        .layouts(next.effective().task().queue())
        .thenApply(layouts -> layouts.current().partitionOfKey(next.id()))
        .thenCompose(
            partition -> {
              boolean moves = current != null && !current.partition().equals(partition);
              return fence(current, now, moves)
                  .thenApply(
                      state -> {
                        Instant since = since(current, next, now);
                        Instant last = moves ? state.last() : null;
                        return Optional.of(
                            next.revised(
                                state.revision(),
                                last != null && last.isAfter(since) ? last : since,
                                partition));
                      });
            });
  }

  /** The revision that follows is greater than any before, also than that of a removed namesake. */
  private CompletionStage<TickState> fence(
      @Nullable ScheduleEntry current, Instant now, boolean leaving) {
    long revision = now.toEpochMilli();
    return current == null
        ? CompletableFuture.completedFuture(new TickState(revision, null, null))
        : store.fence(
            current.partition(), current.id(), Math.max(current.revision() + 1, revision), leaving);
  }

  /** Other times don't reach back, and what passed during a pause was not missed. */
  private static Instant since(@Nullable ScheduleEntry current, ScheduleEntry next, Instant now) {
    boolean begins =
        current == null
            || current.effective().hasOtherTicks(next.effective())
            || (current.paused() && !next.paused());
    return begins ? now : next.since();
  }
}
