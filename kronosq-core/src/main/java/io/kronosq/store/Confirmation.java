package io.kronosq.store;

import io.kronosq.task.Durability;
import java.time.Duration;

/**
 * What an enqueue waits for once the tasks are written.
 *
 * @param durability where they must be
 * @param within how long that is waited for
 */
public record Confirmation(Durability durability, Duration within) {
  /** Nothing. */
  public static final Confirmation NONE = new Confirmation(Durability.FAST, Duration.ZERO);
}
