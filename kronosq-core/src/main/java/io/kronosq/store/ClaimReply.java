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
 * @param pendingLeft tasks still pending that may be taken now, as far as that is known; those that
 *     limits hold back are not counted
 * @param nextDueIn time until the next scheduled or retried task is due, or until a rate allows the
 *     next task; null when there is nothing to wait for
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
    FENCED,
    /** As many as the queue's limits allow now; whatever comes, no more can be taken yet. */
    LIMITED,
    /** As {@link #OPEN}, but pending tasks of some keys are held back by limits. */
    LIMITED_KEYS
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
