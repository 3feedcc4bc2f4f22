package io.kronosq.worker;

import io.kronosq.store.NewNotes;
import io.kronosq.store.NewNotes.Progress;
import io.kronosq.task.TaskNotes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a handler told and is not stored yet: the latest progress, the last lines, the latest
 * checkpoint. Safe for use by many threads.
 */
final class RunNotes {
  // All guarded by this.
  private @Nullable Progress progress;
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private byte @Nullable [] checkpoint;
  private byte @Nullable [] lastCheckpoint;
  private List<CompletableFuture<Void>> promises = new ArrayList<>();
  private boolean announced;
  private boolean underWay;

  /**
   * What one call stores.
   *
   * @param notes what is stored
   * @param promises completed with the checkpoint, or failed
   */
  record Taken(NewNotes notes, List<CompletableFuture<Void>> promises) {
    int bytes() {
      byte[] checkpoint = notes.checkpoint();
      int bytes = checkpoint == null ? 0 : checkpoint.length;
      for (String line : notes.lines()) {
        bytes += line.length();
      }
      return bytes;
    }
  }

  /**
   * @return whether the writer is to be told that there is something
   */
  synchronized boolean progress(double fraction, String message) {
    progress = new Progress(fraction, cut(message));
    return announce();
  }

  /**
   * @return whether the writer is to be told that there is something
   */
  synchronized boolean log(String line) {
    if (lines.size() == TaskNotes.MAX_LINES) {
      lines.remove();
    }
    lines.add(cut(line));
    return announce();
  }

  /**
   * @param promise completed when it is stored
   * @return whether the writer is to be told that there is something
   */
  synchronized boolean checkpoint(byte[] bytes, CompletableFuture<Void> promise) {
    checkpoint = bytes;
    lastCheckpoint = bytes;
    promises.add(promise);
    return announce();
  }

  /** The last checkpoint of this run, stored or not; null when there is none. */
  synchronized byte @Nullable [] lastCheckpoint() {
    return lastCheckpoint;
  }

  /** Whether something is to be stored, or about to be. */
  synchronized boolean isUnstored() {
    return announced || underWay;
  }

  /** Takes out what is to be stored. */
  synchronized Taken take(String id) {
    Taken taken = new Taken(new NewNotes(id, progress, List.copyOf(lines), checkpoint), promises);
    progress = null;
    lines.clear();
    checkpoint = null;
    promises = new ArrayList<>();
    announced = false;
    underWay = true;
    return taken;
  }

  /** What was taken is stored, or given up on. */
  synchronized void done() {
    underWay = false;
  }

  /**
   * Puts back what was not stored; what was told meanwhile is newer.
   *
   * @return whether the writer is to be told that there is something
   */
  synchronized boolean putBack(Taken taken) {
    NewNotes notes = taken.notes();
    underWay = false;
    progress = progress == null ? notes.progress() : progress;
    checkpoint = checkpoint == null ? notes.checkpoint() : checkpoint;
    promises.addAll(taken.promises());
    for (int i = notes.lines().size() - 1; i >= 0 && lines.size() < TaskNotes.MAX_LINES; i--) {
      lines.addFirst(notes.lines().get(i));
    }
    return announce();
  }

  private boolean announce() {
    boolean first = !announced;
    announced = true;
    return first;
  }

  private static String cut(String text) {
    return text.length() <= TaskNotes.MAX_LINE_LENGTH
        ? text
        : text.substring(0, TaskNotes.MAX_LINE_LENGTH);
  }
}
