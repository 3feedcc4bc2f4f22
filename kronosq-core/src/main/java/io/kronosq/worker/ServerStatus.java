package io.kronosq.worker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker server at one moment.
 *
 * @param state where it stands
 * @param concurrency how many handlers may run at a time, at this moment
 * @param autoScale how that number is adapted to the load; null for not at all
 * @param busy tasks that the server holds
 * @param stuck handlers that ignore their cancellation
 * @param droppedEvents events that listeners were too slow for, since the start
 * @param unhandledTypes task types met that this server has no handler for, and how often
 */
public record ServerStatus(
    State state,
    int concurrency,
    @Nullable AutoScale autoScale,
    int busy,
    int stuck,
    long droppedEvents,
    Map<String, Long> unhandledTypes) {
  /** Where a server stands. */
  public enum State {
    /** Built, not started. */
    NEW,
    /** Takes tasks. */
    RUNNING,
    /** Takes no more tasks, and finishes those it has; for good, unless an operator wants it. */
    QUIET,
    /** Done. */
    STOPPED
  }
}
