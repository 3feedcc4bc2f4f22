package io.kronosq.task;

/** A task of the same id or of the same unique key is there already; nothing was stored. */
public final class DuplicateTaskException extends EnqueueException {
  private static final long serialVersionUID = 1L;

  private final String existingTaskId;

  /**
   * @param taskId the id of the refused task
   * @param existingTaskId the id of the task that is in its way; equal to {@code taskId} when the
   *     id itself is taken
   * @param queue the queue
   */
  public DuplicateTaskException(String taskId, String existingTaskId, String queue) {
    super(
        taskId.equals(existingTaskId)
            ? "A task with id '"
                + taskId
                + "' is already in queue '"
                + queue
                + "'; choose another id or leave it out"
            : "Task "
                + taskId
                + " was not enqueued: task "
                + existingTaskId
                + " holds the same unique key in queue '"
                + queue
                + "' until it is released or its time to live is over",
        taskId,
        Outcome.NOT_WRITTEN,
        null);
    this.existingTaskId = existingTaskId;
  }

  /** The id of the task that is in the way. */
  public String existingTaskId() {
    return existingTaskId;
  }
}
