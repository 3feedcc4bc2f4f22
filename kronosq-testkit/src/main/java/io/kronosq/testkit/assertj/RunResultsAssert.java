package io.kronosq.testkit.assertj;

import io.kronosq.worker.RunResult;
import io.kronosq.worker.RunResult.Kind;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on attempts at tasks of one type. Those on how they ended assert that there is such an
 * attempt, and the next ones go on with all of those.
 */
public final class RunResultsAssert extends AbstractAssert<RunResultsAssert, List<RunResult>> {
  private final KronosAssert parent;
  private final String what;

  RunResultsAssert(KronosAssert parent, String type, List<RunResult> actual) {
    this(parent, actual, "of type '" + type + "'");
  }

  private RunResultsAssert(KronosAssert parent, List<RunResult> actual, String what) {
    super(actual, RunResultsAssert.class);
    this.parent = parent;
    this.what = what;
  }

  /** Asserts that there is one such attempt. */
  public RunResultsAssert once() {
    return times(1);
  }

  /**
   * Asserts how many such attempts there are.
   *
   * @param count 1 or more
   */
  public RunResultsAssert times(int count) {
    if (actual.size() != count) {
      throw failure(
          "Expected %d %s at tasks %s, but %s",
          count, count == 1 ? "attempt" : "attempts", what, Texts.ran(actual));
    }
    return myself;
  }

  /** Asserts that one succeeded. */
  public RunResultsAssert succeeded() {
    return such("that succeeded", run -> run.kind() == Kind.SUCCEEDED);
  }

  /** Asserts that one failed, and that the task waits for another attempt. */
  public RunResultsAssert retried() {
    return such("that failed and is retried", run -> run.kind() == Kind.RETRIED);
  }

  /**
   * Asserts that one failed, and how long the task waits for its next attempt.
   *
   * @param delay the whole of it, so that policies with jitter are better asserted on by {@link
   *     #retried()}
   */
  public RunResultsAssert retriedIn(Duration delay) {
    return such("that failed and is retried in " + delay, run -> delay.equals(run.retryIn()));
  }

  /** Asserts that one failed for good. */
  public RunResultsAssert archived() {
    return such("that failed for good", run -> run.kind() == Kind.ARCHIVED);
  }

  /**
   * Asserts that one failed in a way.
   *
   * @param failure the class of what was thrown, or one above
   */
  public RunResultsAssert failedWith(Class<? extends Throwable> failure) {
    return such(
        "that failed with " + failure.getSimpleName(), run -> failure.isInstance(run.failure()));
  }

  /**
   * Asserts that one failed with a message.
   *
   * @param part what the message contains
   */
  public RunResultsAssert failedWithMessage(String part) {
    return such(
        "that failed with a message that contains '" + part + "'",
        run -> contains(run.failure(), part));
  }

  private static boolean contains(@Nullable Throwable failure, String part) {
    String message = failure == null ? null : failure.getMessage();
    return message != null && message.contains(part);
  }

  private RunResultsAssert such(String how, Predicate<RunResult> condition) {
    List<RunResult> found = actual.stream().filter(condition).toList();
    if (found.isEmpty()) {
      AssertionError error =
          failure("Expected an attempt at a task %s %s, but %s", what, how, Texts.ran(actual));
      actual.stream()
          .map(RunResult::failure)
          .filter(cause -> cause != null)
          .findFirst()
          .ifPresent(error::initCause);
      throw error;
    }
    return new RunResultsAssert(parent, found, what + " " + how);
  }

  /** The attempts, for assertions of the caller's own. */
  public List<RunResult> attempts() {
    return actual;
  }

  /** Back to all that was enqueued and run. */
  public KronosAssert and() {
    return parent;
  }
}
