package io.kronosq.testkit.assertj;

import io.kronosq.testkit.TestKronos;
import io.kronosq.worker.RunResult;
import java.util.List;

/** Assertions on all that was enqueued in a test, and on what came of it. */
public final class KronosAssert extends EnqueuedTasksAssert<KronosAssert> {
  private final TestKronos kronos;

  KronosAssert(TestKronos actual) {
    super(actual, KronosAssert.class);
    kronos = actual;
  }

  /**
   * Asserts that at least one task of a type was run, and goes on with the attempts at those.
   *
   * @param type the task's type
   */
  public RunResultsAssert ran(String type) {
    List<RunResult> all = kronos.results();
    List<RunResult> found = all.stream().filter(run -> run.type().equals(type)).toList();
    if (found.isEmpty()) {
      throw failure("Expected a task of type '%s' to be run, but %s", type, Texts.ran(all));
    }
    return new RunResultsAssert(this, type, found);
  }

  /**
   * Asserts that no task of a type was run.
   *
   * @param type the task's type
   */
  public KronosAssert neverRan(String type) {
    List<RunResult> all = kronos.results();
    if (all.stream().anyMatch(run -> run.type().equals(type))) {
      throw failure("Expected no task of type '%s' to be run, but %s", type, Texts.ran(all));
    }
    return this;
  }

  /** Asserts that no attempt failed. */
  public KronosAssert nothingFailed() {
    List<RunResult> all = kronos.results();
    for (RunResult run : all) {
      if (run.failed()) {
        AssertionError error = failure("Expected no task to fail, but %s", Texts.ran(all));
        error.initCause(run.failure());
        throw error;
      }
    }
    return this;
  }
}
