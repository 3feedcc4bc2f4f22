package io.kronosq.admin.task;

import io.kronosq.admin.task.NotesView.ProgressView;
import io.kronosq.task.Attempt;
import io.kronosq.task.PayloadContext;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task as lists show it. JSON-B writes what its getters tell. */
public class TaskSummary {
  private final TaskInfo task;
  private final Shown shown;

  TaskSummary(TaskInfo task, Shown shown) {
    this.task = task;
    this.shown = shown;
  }

  final TaskInfo task() {
    return task;
  }

  final Shown shown() {
    return shown;
  }

  /** Its queue. */
  public String getQueue() {
    return task.ref().queue();
  }

  /** Its id. */
  public String getId() {
    return task.ref().id();
  }

  /** Its type. */
  public String getType() {
    return task.type();
  }

  /** Where it stands. */
  public TaskState getState() {
    return task.state();
  }

  /** When it was enqueued, by the clock of the server that did. */
  public Instant getEnqueuedAt() {
    return task.enqueuedAt();
  }

  /** When it is due; scheduled and retry. */
  public @Nullable Instant getDueAt() {
    return task.dueAt();
  }

  /** When it was archived. */
  public @Nullable Instant getArchivedAt() {
    return task.archivedAt();
  }

  /** When it goes; completed. */
  public @Nullable Instant getKeptUntil() {
    return task.keptUntil();
  }

  /** Retries spent. */
  public int getRetried() {
    return task.attempts().retried();
  }

  /** Retries allowed. */
  public int getMaxRetry() {
    return task.maxRetry();
  }

  /** Servers that died while they held it. */
  public int getCrashes() {
    return task.attempts().crashes();
  }

  /** The server that holds it; active. */
  public @Nullable String getServer() {
    return task.server();
  }

  /** The key that it has limits by. */
  public @Nullable String getLimitKey() {
    return task.limitKey();
  }

  /** Whether it is made of tasks of a group. */
  public boolean isBatch() {
    return task.batch();
  }

  /** How far a handler came. */
  public @Nullable ProgressView getProgress() {
    return NotesView.progress(task.notes(), shown);
  }

  /** How the last attempt that did not succeed ended. */
  public @Nullable ErrorView getLastError() {
    List<Attempt> attempts = task.attempts().attempts();
    return attempts.isEmpty()
        ? null
        : ErrorView.brief(attempts.get(attempts.size() - 1).error(), shown);
  }

  /** Bytes of the payload, as stored. */
  public int getPayloadSize() {
    return task.payload().length;
  }

  /** The beginning of the payload, for those who may see it. */
  public @Nullable String getPayloadPreview() {
    return task.batch() ? null : shown.preview(task.payload(), PayloadContext.payload(task.type()));
  }
}
