package io.kronosq.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link ClaimRequest}.
 *
 * @param status whether tasks could be taken
 * @param tasks the tasks taken; they are active on the server now
 * @param refused ids whose outcome was refused because they are not active on the server
 * @param pendingLeft tasks still pending
 * @param nextDueIn time until the next scheduled or retried task is due; null when there is none
 * @param now Redis' clock
 */
public record ClaimReply(
    Status status,
    List<ClaimedTask> tasks,
    Set<String> refused,
    long pendingLeft,
    @Nullable Duration nextDueIn,
    Instant now) {
  /** Whether tasks could be taken. */
  public enum Status {
    /** As many as asked for, or all there were. */
    OPEN,
    /** None, because the queue is paused. */
    PAUSED,
    /** None, because the server's lease is gone. */
    FENCED
  }

  /**
   * A task taken.
   *
   * @param id the task's id
   * @param envelope see {@link EnvelopeCodec}
   * @param attempts see {@link AttemptLogCodec}; null when it never failed
   * @param checkpoint see {@link NotesCodec}; null when it has none
   */
  public record ClaimedTask(
      String id, byte[] envelope, byte @Nullable [] attempts, byte @Nullable [] checkpoint) {}
}
