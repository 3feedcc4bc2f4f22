package io.kronosq.notify;

import org.jspecify.annotations.Nullable;

/**
 * A notifier at one moment.
 *
 * @param sent messages that arrived
 * @param waiting messages that are still to be sent
 * @param droppedMessages messages that were refused, could not be delivered, or had no room
 * @param droppedEvents the events that these were to tell
 * @param belowThreshold events that were too few to be told
 * @param problem why the latest attempt failed; null when it did not
 */
public record NotifierStatus(
    long sent,
    int waiting,
    long droppedMessages,
    long droppedEvents,
    long belowThreshold,
    @Nullable String problem) {
  /** Whether the latest message arrived, or none was sent yet. */
  public boolean isHealthy() {
    return problem == null;
  }
}
