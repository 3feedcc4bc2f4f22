package io.kronosq.event;

/**
 * Hears of events of a server. They arrive one after the other, in order and together with task
 * events, as {@link TaskEventListener} says.
 */
@FunctionalInterface
public interface ServerEventListener {
  /**
   * Called for each event. An exception is logged and changes nothing.
   *
   * @param event what happened
   */
  void onEvent(ServerEvent event);
}
