package io.kronosq.task;

import org.jspecify.annotations.Nullable;

/**
 * An enqueue did not succeed, or it is not known whether it did. {@link #outcome()} says which, and
 * {@link #taskId()} names the task, so that it can be looked up, or enqueued again under the same
 * id ({@link EnqueueOption#taskId}) without the risk of a second one.
 */
public class EnqueueException extends KronosException {
  private static final long serialVersionUID = 1L;

  /** What is known about the task. */
  public enum Outcome {
    /** The task was not stored. It may be enqueued again. */
    NOT_WRITTEN,
    /** The call was sent but not answered. The task may be stored or not. */
    UNKNOWN,
    /**
     * The task is stored, but not, or not for certain, on as many replicas or disks as asked for;
     * see {@link Durability}. It will run, unless Redis loses it.
     */
    WRITTEN_UNCONFIRMED
  }

  private final String taskId;
  private final Outcome outcome;

  /**
   * @param message what went wrong and what to do
   * @param taskId the id that the task has or would have had
   * @param outcome what is known about the task
   * @param cause the failure underneath, or null
   */
  public EnqueueException(
      String message, String taskId, Outcome outcome, @Nullable Throwable cause) {
    super(message, cause);
    this.taskId = taskId;
    this.outcome = outcome;
  }

  /** The id that the task has or would have had. */
  public String taskId() {
    return taskId;
  }

  /** What is known about the task. */
  public Outcome outcome() {
    return outcome;
  }
}
