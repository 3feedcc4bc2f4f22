package io.kronosq.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an enqueue.
 *
 * @param encounters for each task that met another one, its index and what came of it
 * @param unconfirmed why those that were not refused, which are written, are not as durable as
 *     asked for, or may not be; null when they are
 */
public record EnqueueReply(Map<Integer, Encounter> encounters, @Nullable String unconfirmed) {
  /**
   * The reply of an enqueue that was written as asked for.
   *
   * @param encounters what tasks met
   */
  public static EnqueueReply of(Map<Integer, Encounter> encounters) {
    return new EnqueueReply(encounters, null);
  }
}
