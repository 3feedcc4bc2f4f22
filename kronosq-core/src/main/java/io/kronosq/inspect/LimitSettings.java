package io.kronosq.inspect;

import io.kronosq.task.Limits;
import java.util.Map;

/**
 * The limits that hold for a queue and its keys: what was set at run time, or else what servers
 * brought along from their configuration.
 *
 * @param queue for all tasks of the queue together
 * @param keys for the tasks of each key that has no limits of its own
 * @param ofKeys for the tasks of keys that have limits of their own
 */
public record LimitSettings(Limits queue, Limits keys, Map<String, Limits> ofKeys) {
  /** No limits at all. */
  public static final LimitSettings NONE = new LimitSettings(Limits.NONE, Limits.NONE, Map.of());

  /** Copies the map. */
  public LimitSettings {
    ofKeys = Map.copyOf(ofKeys);
  }
}
