package io.kronosq.inspect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An action on many tasks that is kept in the store: any process may watch it and stop it, and
 * another runner goes on with it when its own has died.
 *
 * @param id its identity
 * @param request what it does
 * @param status how it stands
 * @param progress how far it has come
 * @param startedAt when it was asked for; here and below, by Redis' clock
 * @param updatedAt when its progress was stored last
 * @param endedAt when it ended; null while it goes on
 * @param error why it failed; null unless it did
 */
public record BulkJob(
    String id,
    BulkRequest request,
    Status status,
    BulkProgress progress,
    Instant startedAt,
    Instant updatedAt,
    @Nullable Instant endedAt,
    @Nullable String error) {

  /** How a job stands. */
  public enum Status {
    /** Waits for a runner. */
    QUEUED,
    /** A runner is at it, or was within the last seconds. */
    RUNNING,
    /** Somebody stopped it; it can be resumed. */
    CANCELLED,
    /** All tasks were looked at. */
    DONE,
    /** Could not go on, as its error says; it can be resumed. */
    FAILED;

    /** Whether it is neither ended nor stopped. */
    public boolean isOpen() {
      return this == QUEUED || this == RUNNING;
    }
  }
}
