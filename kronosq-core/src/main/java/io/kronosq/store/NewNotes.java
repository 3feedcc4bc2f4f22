package io.kronosq.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a handler tells of its task, since it last told something.
 *
 * @param id the task's id
 * @param progress null for no news
 * @param lines to be added to the log
 * @param checkpoint replaces the last one; null for no news
 */
public record NewNotes(
    String id, @Nullable Progress progress, List<String> lines, byte @Nullable [] checkpoint) {
  /**
   * How far the handler has come.
   *
   * @param fraction 0 to 1
   * @param message what it is at; may be empty
   */
  public record Progress(double fraction, String message) {}
}
