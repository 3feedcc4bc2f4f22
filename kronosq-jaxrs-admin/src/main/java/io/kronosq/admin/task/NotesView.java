package io.kronosq.admin.task;

import io.kronosq.task.TaskNotes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What handlers told of a task.
 *
 * @param progress how far the last one came; null when none told it
 * @param log the last lines, the oldest first
 */
public record NotesView(@Nullable ProgressView progress, List<LogLine> log) {
  /**
   * How far a handler had come.
   *
   * @param percent 0 to 100
   * @param text what it was at
   * @param at when it told so
   */
  public record ProgressView(double percent, String text, Instant at) {}

  /**
   * A line of the log.
   *
   * @param text the line
   */
  public record LogLine(String text) {}

  static NotesView of(TaskNotes notes, Shown shown) {
    return new NotesView(
        progress(notes, shown),
        notes.log().stream().map(line -> new LogLine(shown.text(line))).toList());
  }

  static @Nullable ProgressView progress(TaskNotes notes, Shown shown) {
    TaskNotes.Progress progress = notes.progress();
    return progress == null
        ? null
        : new ProgressView(
            Math.round(progress.fraction() * 1_000) / 10.0,
            shown.text(progress.message()),
            progress.at());
  }
}
