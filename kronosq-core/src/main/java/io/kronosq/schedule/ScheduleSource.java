package io.kronosq.schedule;

/** Where a schedule comes from, which decides who runs it. */
public enum ScheduleSource {
  /**
   * Declared by an application. The servers that declare it run it; it is kept, and rests, when
   * none does any longer.
   */
  DECLARED,
  /** Wanted by a {@link PeriodicTaskProvider}; removed when it is not wanted any longer. */
  PROVIDED,
  /** Added at run time. Every started scheduler runs it. */
  ADDED
}
