package io.kronosq.store;

import java.time.Instant;

/**
 * The answer to a {@link TickRequest}.
 *
 * @param status what became of it
 * @param revision the oldest revision that may take ticks
 * @param last the last tick taken so far, or the floor
 * @param enqueued how many tasks were enqueued; fewer than asked for when the last one is not done
 */
public record TickReply(Status status, long revision, Instant last, int enqueued) {
  /** What became of a request. */
  public enum Status {
    /** The ticks were taken. */
    DONE,
    /** Somebody else was first; nothing changed. */
    TAKEN,
    /** The definition was changed meanwhile; nothing changed. */
    STALE
  }
}
