package io.kronosq.testkit.assertj;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.testkit.EnqueuedTask;
import io.kronosq.worker.RunResult;
import java.util.List;
import java.util.stream.Collectors;

/** What was there instead, for messages. */
final class Texts {
  private static final int SHOWN = 20;

  private Texts() {}

  static String were(List<EnqueuedTask> tasks) {
    return tasks.isEmpty() ? "none was" : "these were:" + lines(tasks);
  }

  static String ran(List<RunResult> results) {
    return results.isEmpty()
        ? "none was run"
        : "these were run:" + lines(results.stream().map(Texts::line).toList());
  }

  private static String line(RunResult run) {
    StringBuilder text = new StringBuilder(run.type());
    text.append(", attempt ").append(run.attempt()).append(": ").append(run.kind());
    if (run.retryIn() != null) {
      text.append(" in ").append(run.retryIn());
    }
    return run.failure() == null ? text.toString() : text + ", " + run.failure();
  }

  static String value(Object payload) {
    return payload instanceof byte[] bytes ? new String(bytes, UTF_8) : payload.toString();
  }

  private static String lines(List<?> all) {
    String shown = all.stream().limit(SHOWN).map(one -> "\n  " + one).collect(Collectors.joining());
    return all.size() <= SHOWN ? shown : shown + "\n  and " + (all.size() - SHOWN) + " more";
  }
}
