package io.kronosq.handler;

import static java.util.Objects.requireNonNull;

import java.util.function.Predicate;

/**
 * How failures of one handler are treated.
 *
 * @param retryPolicy the wait before the next attempt
 * @param isFailure whether an exception counts as a failure and spends a retry; others only
 *     postpone the task
 */
public record HandlerOptions(RetryPolicy retryPolicy, Predicate<? super Throwable> isFailure) {
  /** {@link RetryPolicy#exponential()}; every exception counts. */
  public static final HandlerOptions DEFAULT =
      new HandlerOptions(RetryPolicy.exponential(), failure -> true);

  /** Checks the parts. */
  public HandlerOptions {
    requireNonNull(retryPolicy, "retryPolicy");
    requireNonNull(isFailure, "isFailure");
  }

  /**
   * The same with another retry policy.
   *
   * @param policy the wait before the next attempt
   */
  public HandlerOptions withRetryPolicy(RetryPolicy policy) {
    return new HandlerOptions(policy, isFailure);
  }

  /**
   * The same with another failure predicate.
   *
   * @param predicate whether an exception counts as a failure
   */
  public HandlerOptions withFailurePredicate(Predicate<? super Throwable> predicate) {
    return new HandlerOptions(retryPolicy, predicate);
  }
}
