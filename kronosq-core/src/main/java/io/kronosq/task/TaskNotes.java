package io.kronosq.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What handlers told of a task while they ran, in all of its attempts.
 *
 * @param progress how far the last one came, or null when none told it
 * @param log the last lines, the oldest first; at most {@value #MAX_LINES}
 * @param checkpoint where the next attempt goes on, or null when there is none
 */
public record TaskNotes(
    @Nullable Progress progress, List<String> log, @Nullable Checkpoint checkpoint) {
  /** No handler told anything. */
  public static final TaskNotes NONE = new TaskNotes(null, List.of(), null);

  /** Lines that are kept of a task's log. */
  public static final int MAX_LINES = 100;

  /** Characters of a line or a message; what is longer is cut. */
  public static final int MAX_LINE_LENGTH = 1_000;

  /** Copies the log. */
  public TaskNotes {
    log = List.copyOf(log);
  }

  /**
   * How far a handler had come.
   *
   * @param fraction 0 to 1
   * @param message what it was at; may be empty
   * @param at when it told so, by Redis' clock
   */
  public record Progress(double fraction, String message, Instant at) {}

  /**
   * What a handler saved, to go on from there.
   *
   * @param bytes as stored; do not modify
   * @param at when it was saved, by Redis' clock
   */
  public record Checkpoint(byte[] bytes, Instant at) {}
}
