package io.kronosq.admin.task;

import io.kronosq.task.Attempt;
import io.kronosq.task.AttemptLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An attempt that did not succeed.
 *
 * @param number 1 for the first of those that are kept
 * @param endedAt when it ended
 * @param server the server that ran it
 * @param outcome how it ended
 * @param error what went wrong
 */
public record AttemptView(
    int number, Instant endedAt, String server, Attempt.Kind outcome, ErrorView error) {
  static List<AttemptView> all(AttemptLog log, Shown shown) {
    List<AttemptView> views = new ArrayList<>();
    for (Attempt attempt : log.attempts()) {
      views.add(
          new AttemptView(
              views.size() + 1,
              attempt.at(),
              attempt.server(),
              attempt.kind(),
              ErrorView.whole(attempt.error(), shown)));
    }
    return views;
  }
}
