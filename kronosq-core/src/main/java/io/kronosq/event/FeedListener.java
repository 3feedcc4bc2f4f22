package io.kronosq.event;

/** Hears of what all servers tell. */
@FunctionalInterface
public interface FeedListener {
  /**
   * Called for each event, one after the other, in the order in which they were written, on the I/O
   * thread of the store: it must not block. An exception is logged and changes nothing.
   *
   * @param event what happened
   */
  void onEvent(FeedEvent event);
}
