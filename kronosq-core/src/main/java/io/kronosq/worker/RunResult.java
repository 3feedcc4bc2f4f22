package io.kronosq.worker;

import io.kronosq.task.TaskRef;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt at a task that a {@link SteppedWorker} ran.
 *
 * @param task where the task is found, if it is still there
 * @param type the task's type; empty when the task can't be read
 * @param kind what became of the task
 * @param attempt which attempt it was, 1 or more; those that were lost to crashes are not counted
 * @param failure what the handler threw, or what kept it from being called; null when it succeeded
 * @param retryIn how long the task waits for its next attempt; null unless it was retried
 * @param result what the handler left as result, encoded; null when there is none, or the task has
 *     no retention
 * @param endedAt by the store's clock
 */
public record RunResult(
    TaskRef task,
    String type,
    Kind kind,
    int attempt,
    @Nullable Throwable failure,
    @Nullable Duration retryIn,
    byte @Nullable [] result,
    Instant endedAt) {
  /** What became of the task. */
  public enum Kind {
    /** The handler succeeded. */
    SUCCEEDED,
    /** The handler failed, and the task waits for another attempt. */
    RETRIED,
    /** The handler failed for good. */
    ARCHIVED,
    /** There is no handler for its type; the task waits for a server that has one. */
    UNHANDLED,
    /** The task was taken away while its handler ran; what it did does not count. */
    REFUSED
  }

  /** Whether the handler failed, for good or not. */
  public boolean failed() {
    return kind == Kind.RETRIED || kind == Kind.ARCHIVED;
  }
}
