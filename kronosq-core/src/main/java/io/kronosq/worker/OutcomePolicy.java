package io.kronosq.worker;

import io.kronosq.handler.BatchFailureException;
import io.kronosq.handler.CancelCause;
import io.kronosq.handler.HandlerOptions;
import io.kronosq.handler.RetryLaterException;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskCancelledException;
import io.kronosq.store.Envelope;
import io.kronosq.store.Transition;
import io.kronosq.store.UniqueLock;
import io.kronosq.task.Attempt;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.PayloadException;
import io.kronosq.task.PayloadKeyException;
import io.kronosq.task.TaskError;
import io.kronosq.task.Unique;
import io.kronosq.worker.Outcome.Kind;
import io.kronosq.worker.ServerSettings.FailureSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a task, from how its handler ended. Pure: it changes nothing. */
class OutcomePolicy {
  private static final byte[] NO_RESULT = new byte[0];

  /** A key that is missing has to be brought by people. */
  private static final Duration MISSING_KEY_DELAY = Duration.ofMinutes(1);

  private final FailureSettings settings;

  OutcomePolicy(FailureSettings settings) {
    this.settings = settings;
  }

  /**
   * The outcome of a run.
   *
   * @param run the run that ended
   * @param failure what the handler threw; null means that it returned
   * @param options how failures of the handler are treated
   */
  Outcome decide(TaskRun run, @Nullable Throwable failure, HandlerOptions options) {
    if (failure == null) {
      return success(run);
    }
    if (failure instanceof UnknownTypeException) {
      return new Outcome(
          Kind.UNHANDLED,
          new Transition.Postpone(run.id(), settings.unknownTypeDelay()),
          TaskError.of(failure));
    }
    CancelCause cause = run.cancelCause();
    if (cause != null) {
      switch (cause) {
        case LEASE_LOST -> {
          return new Outcome(Kind.DROPPED, null, null);
        }
        case SHUTDOWN -> {
          return new Outcome(Kind.RETURNED, new Transition.Return(run.id()), null);
        }
        case OPERATOR -> {
          return archive(
              run, Attempt.Kind.CANCELLED, cancelled("Cancelled by an operator", cause, failure));
        }
        case DEADLINE -> {
          return archive(
              run,
              Attempt.Kind.TIMED_OUT,
              cancelled("The task's deadline has passed", cause, failure));
        }
        case TIMEOUT -> {
          Throwable timeout = cancelled("The handler ran into its time limit", cause, failure);
          return retryOrArchive(run, Attempt.Kind.TIMED_OUT, timeout, delay(run, timeout, options));
        }
      }
    }
    return failed(run, failure, options);
  }

  private Outcome success(TaskRun run) {
    Envelope task = run.envelope();
    if (task == null) {
      throw new IllegalStateException("A handler can't return before its task was read");
    }
    UniqueLock releases =
        task.lock() != null && task.lock().release() != Unique.Release.ON_EXPIRY
            ? task.lock()
            : null;
    if (task.retention().isZero()) {
      return new Outcome(Kind.SUCCEEDED, new Transition.Acknowledge(run.id(), releases), null);
    }
    byte[] result = run.encodedResult();
    return new Outcome(
        Kind.SUCCEEDED,
        new Transition.Retain(
            run.id(), releases, result == null ? NO_RESULT : result, task.retention()),
        null);
  }

  private Outcome failed(TaskRun run, Throwable failure, HandlerOptions options) {
    if (failure instanceof PayloadKeyException) {
      AttemptLog log = log(run, Attempt.Kind.POSTPONED, TaskError.of(failure), false);
      return new Outcome(
          Kind.RETRIED,
          new Transition.Retry(run.id(), MISSING_KEY_DELAY, log),
          TaskError.of(failure));
    }
    if (isFinal(failure)) {
      return archive(run, Attempt.Kind.FAILED, failure);
    }
    if (failure instanceof RetryLaterException later) {
      return retryOrArchive(run, Attempt.Kind.FAILED, failure, later.delay());
    }
    if (!options.isFailure().test(failure)) {
      AttemptLog log = log(run, Attempt.Kind.POSTPONED, TaskError.of(failure), false);
      return new Outcome(
          Kind.RETRIED,
          new Transition.Retry(run.id(), delay(run, failure, options), log, run.left(failure)),
          TaskError.of(failure));
    }
    return retryOrArchive(run, Attempt.Kind.FAILED, failure, delay(run, failure, options));
  }

  private static boolean isFinal(Throwable failure) {
    return failure instanceof BatchFailureException parts
        ? parts.failures().values().stream().allMatch(OutcomePolicy::isFinal)
        : failure instanceof SkipRetryException || failure instanceof PayloadException;
  }

  private Outcome retryOrArchive(
      TaskRun run, Attempt.Kind kind, Throwable failure, Duration delay) {
    Envelope task = run.envelope();
    if (task == null || run.log().retried() >= task.maxRetry()) {
      return archive(run, kind, failure);
    }
    Instant deadline = task.deadline();
    if (deadline != null && run.now().plus(delay).isAfter(deadline)) {
      return archive(run, kind, failure);
    }
    TaskError error = TaskError.of(failure);
    return new Outcome(
        Kind.RETRIED,
        new Transition.Retry(run.id(), delay, log(run, kind, error, true), run.left(failure)),
        error);
  }

  private Outcome archive(TaskRun run, Attempt.Kind kind, Throwable failure) {
    Envelope task = run.envelope();
    UniqueLock lock = task == null ? null : task.lock();
    UniqueLock releases = lock != null && lock.release() == Unique.Release.ON_FINISH ? lock : null;
    TaskError error = TaskError.of(failure);
    return new Outcome(
        Kind.ARCHIVED,
        new Transition.Archive(
            run.id(),
            releases,
            log(run, kind, error, false),
            settings.archive(),
            run.left(failure)),
        error);
  }

  private static Duration delay(TaskRun run, Throwable failure, HandlerOptions options) {
    Duration delay = options.retryPolicy().delay(run.log().retried(), failure);
    return delay.isNegative() ? Duration.ZERO : delay;
  }

  private AttemptLog log(TaskRun run, Attempt.Kind kind, TaskError error, boolean spendsRetry) {
    return run.log()
        .with(
            new Attempt(run.now(), kind, run.server(), error),
            spendsRetry,
            settings.historyLimit());
  }

  private static Throwable cancelled(String what, CancelCause cause, Throwable failure) {
    TaskCancelledException cancelled = new TaskCancelledException(what, cause);
    if (!(failure instanceof TaskCancelledException)) {
      cancelled.initCause(failure);
    }
    return cancelled;
  }
}
