package io.kronosq.schedule;

import java.time.Instant;

/**
 * A schedule as it is kept.
 *
 * @param id its id
 * @param revision grows with every change
 * @param origin where it comes from
 * @param declared as the application, its provider or who added it wants it
 * @param edit what operators changed
 * @param paused whether it has no ticks for now
 * @param since ticks up to this moment don't count
 * @param partition where its tasks go
 */
record ScheduleEntry(
    String id,
    long revision,
    Origin origin,
    ScheduleDefinition declared,
    ScheduleEdit edit,
    boolean paused,
    Instant since,
    String partition) {
  /**
   * Where a schedule comes from.
   *
   * @param source the kind
   * @param owner the provider's name; empty for other kinds
   */
  record Origin(ScheduleSource source, String owner) {
    static final Origin DECLARED = new Origin(ScheduleSource.DECLARED, "");
    static final Origin ADDED = new Origin(ScheduleSource.ADDED, "");
  }

  /** What holds, edits included. */
  ScheduleDefinition effective() {
    return edit.applyTo(declared);
  }

  ScheduleEntry declaredAs(ScheduleDefinition definition, Origin by) {
    return new ScheduleEntry(id, revision, by, definition, edit, paused, since, partition);
  }

  ScheduleEntry edited(ScheduleEdit value) {
    return new ScheduleEntry(id, revision, origin, declared, value, paused, since, partition);
  }

  ScheduleEntry paused(boolean value) {
    return new ScheduleEntry(id, revision, origin, declared, edit, value, since, partition);
  }

  /** The same, to be stored anew. */
  ScheduleEntry renewed() {
    return revised(revision, since, partition);
  }

  ScheduleEntry revised(long value, Instant from, String to) {
    return new ScheduleEntry(id, value, origin, declared, edit, paused, from, to);
  }
}
