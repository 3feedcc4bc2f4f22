package io.kronosq.it.drills;

import io.kronosq.it.drills.Entry.Kind;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * How long work took to go on after a fault was over.
 *
 * @param startedAfterMillis until a task was started
 * @param completedAfterMillis until Redis had stored a completion
 */
record Resumed(long startedAfterMillis, long completedAfterMillis) {
  /** Called when the fault is over; waits until work goes on. */
  static Resumed await(Journal journal, Duration atMost) {
    return await(journal, any -> true, atMost);
  }

  /** The same for some of the tasks. */
  static Resumed await(Journal journal, Predicate<Entry> affected, Duration atMost) {
    long over = System.currentTimeMillis();
    Predicate<Entry> later = affected.and(entry -> entry.atMillis() >= over);
    journal.await(
        "a task is started and one is completed",
        atMost,
        () ->
            first(journal, Kind.START, later).isPresent()
                && first(journal, Kind.SUCCEEDED, later).isPresent());
    return new Resumed(
        first(journal, Kind.START, later).orElseThrow() - over,
        first(journal, Kind.SUCCEEDED, later).orElseThrow() - over);
  }

  private static OptionalLong first(Journal journal, Kind kind, Predicate<Entry> condition) {
    return journal.of(kind).stream().filter(condition).mapToLong(Entry::atMillis).findFirst();
  }
}
