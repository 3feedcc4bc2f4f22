package io.kronosq.cdi.handler;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.KronosSchedule;

/**
 * A schedule as found beside a handler.
 *
 * @param name class and method, for messages
 * @param handler the handler that gets its tasks
 * @param schedule when
 */
public record ScheduleDeclaration(String name, KronosHandler handler, KronosSchedule schedule) {
  /** The schedule's id. */
  public String id() {
    return schedule.id().isEmpty() ? handler.value() : schedule.id();
  }
}
