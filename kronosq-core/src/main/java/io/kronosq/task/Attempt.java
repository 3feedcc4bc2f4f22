package io.kronosq.task;

import java.time.Instant;

/**
 * One attempt that did not succeed.
 *
 * @param at when it ended
 * @param kind how it ended
 * @param server the server that ran it
 * @param error what went wrong
 */
public record Attempt(Instant at, Kind kind, String server, TaskError error) {
  /** How an attempt ended. The order is part of the stored format. */
  public enum Kind {
    /** The handler threw; a retry was spent. */
    FAILED,
    /** The handler ran into its time limit or deadline; a retry was spent. */
    TIMED_OUT,
    /** The server died or lost its lease; no retry was spent. */
    CRASHED,
    /** Cancelled by an operator. */
    CANCELLED,
    /**
     * The handler asked for a later attempt, or its exception does not count as a failure; no retry
     * was spent.
     */
    POSTPONED
  }
}
