package io.kronosq.outbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outbox at one moment.
 *
 * @param pending tasks that wait to be sent
 * @param oldest how long the oldest of them has waited, by the clocks of the servers; zero when
 *     there is none
 * @param setAside tasks that can't be sent; {@code error_text} in their rows says why
 * @param relayed tasks that this process has sent
 * @param problem what keeps this process from sending; null when nothing does
 */
public record OutboxStatus(
    long pending, Duration oldest, long setAside, long relayed, @Nullable Problem problem) {
  /**
   * Something that keeps tasks from being sent. It is tried again by itself.
   *
   * @param at when it was noticed last
   * @param message what went wrong
   */
  public record Problem(Instant at, String message) {}
}
