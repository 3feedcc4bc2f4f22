package io.kronosq.admin.job;

import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.inspect.TaskAction;
import io.kronosq.task.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An action on many tasks. JSON-B writes what its getters tell. */
public final class JobView {
  private final BulkJob job;

  /**
   * @param job what is told
   */
  public JobView(BulkJob job) {
    this.job = job;
  }

  /** Its identity. */
  public String getId() {
    return job.id();
  }

  /** What it does to each task. */
  public TaskAction getAction() {
    return job.request().action();
  }

  /** The queue of the tasks. */
  public String getQueue() {
    return job.request().queue();
  }

  /** Where the tasks stand. */
  public TaskState getState() {
    return job.request().state();
  }

  /** Which of them are meant. */
  public TaskFilterView getFilter() {
    return TaskFilterView.of(job.request().filter());
  }

  /** Whether they are only counted. */
  public boolean isDryRun() {
    return job.request().dryRun();
  }

  /** How it stands. */
  public BulkJob.Status getStatus() {
    return job.status();
  }

  /** How far it has come. */
  public BulkProgress getProgress() {
    return job.progress();
  }

  /** Who wanted it. */
  public String getStartedBy() {
    return job.request().startedBy();
  }

  /** When it was asked for. */
  public Instant getStartedAt() {
    return job.startedAt();
  }

  /** When its progress was stored last. */
  public Instant getUpdatedAt() {
    return job.updatedAt();
  }

  /** When it ended; null while it goes on. */
  public @Nullable Instant getEndedAt() {
    return job.endedAt();
  }

  /** Why it failed; null unless it did. */
  public @Nullable String getError() {
    return job.error();
  }
}
