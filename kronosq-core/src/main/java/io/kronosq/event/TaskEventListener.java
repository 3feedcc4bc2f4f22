package io.kronosq.event;

/**
 * Hears of task events. Events of one server arrive one after the other, in order, on a worker
 * thread, never on the path of the work itself. A listener that is too slow loses events, and the
 * server counts how many.
 */
@FunctionalInterface
public interface TaskEventListener {
  /**
   * Called for each event. An exception is logged and changes nothing.
   *
   * @param event what happened
   */
  void onEvent(TaskEvent event);
}
