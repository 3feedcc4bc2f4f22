package io.kronosq.schedule;

import java.util.Collection;

/** Tells which periodic tasks are wanted, from a database or a file, say. */
@FunctionalInterface
public interface PeriodicTaskProvider {
  /**
   * All schedules that are wanted now. Called from time to time on one thread after the other,
   * never twice at the same time; it may block.
   *
   * @return each id once; what was there before and is missing now is removed
   * @throws Exception when that is not known; the schedules stay as they are then
   */
  Collection<Schedule> schedules() throws Exception;
}
